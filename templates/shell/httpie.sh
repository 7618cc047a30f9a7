{{ command }}
{%- for argument in arguments %} \
  {{ argument }}
{%- endfor %}
