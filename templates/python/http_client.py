import http.client
{%- if needs_json %}
import json
{%- endif %}
{%- if needs_os %}
import os
{%- endif %}
{%- if needs_urlencode %}
from urllib.parse import urlencode
{%- endif %}

connection = {{ connection }}
{%- if one_by_one %}
connection.putrequest{{ request }}
{%- for header in headers %}
connection.putheader{{ header }}
{%- endfor %}
connection.endheaders({{ body }})
{%- else %}
connection.request{{ request }}
{%- endif %}
response = connection.getresponse()

print(response.status, response.reason)
print(response.read().decode())
