{%- if let Some(input) = input %}
body=$(mktemp)
{{ input }} >"$body"
{%- endif %}
wget --quiet --server-response --content-on-error --output-document=-
{%- for option in options %} \
  {{ option }}
{%- endfor %} \
  {{ url }}
