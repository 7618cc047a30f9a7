{%- if needs_os %}
import os
{% endif %}
import requests
{%- if let Some(prepared) = prepared %}
{%- if !prepared.repeated.is_empty() %}
from urllib3 import HTTPHeaderDict
{%- endif %}

request = requests.{{ call }}
{%- if let Some(method) = prepared.method %}
request.method = {{ method }}
{%- endif %}
{%- if let Some(url) = prepared.url %}
request.url = {{ url }}
{%- endif %}
{%- if !prepared.repeated.is_empty() %}
request.headers = HTTPHeaderDict(request.headers)
{%- for field in prepared.repeated %}
request.headers.add{{ field }}
{%- endfor %}
{%- endif %}
with requests.Session() as session:
    response = session.send(request)
{%- else %}

response = requests.{{ call }}
{%- endif %}

print(response.status_code)
print(response.text)
