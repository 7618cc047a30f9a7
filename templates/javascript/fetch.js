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
const response = await fetch{{ arguments }};

console.log(response.status);
console.log(await response.text());
