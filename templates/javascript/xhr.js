{%- if !constants.is_empty() %}
{%- for constant in constants %}
const {{ constant }};
{%- endfor %}
{% endif %}
{%- if !parts.is_empty() %}
const form = new FormData();
{%- for part in parts %}
form.append{{ part }};
{%- endfor %}
{% endif %}
const xhr = new XMLHttpRequest();
xhr.open{{ open }};
{%- for header in headers %}
xhr.setRequestHeader{{ header }};
{%- endfor %}
xhr.onload = () => {
  console.log(xhr.status);
  console.log(xhr.responseText);
};
xhr.send{{ body }};
