{{ command }}
{%- for header in headers %} \
  --header {{ header }}
{%- endfor %}
{%- for option in body %} \
  {{ option }}
{%- endfor %}
