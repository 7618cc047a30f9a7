{%- if needs_os %}
import os
{% endif %}
import httpx

{%- if built %}

with httpx.Client() as client:
    request = client.{{ function }}{{ arguments }}
    {%- if let Some(method) = method %}
    request.method = {{ method }}
    {%- endif %}
    response = client.send(request)
{%- else %}

response = httpx.{{ function }}{{ arguments }}
{%- endif %}

print(response.status_code)
print(response.text)
