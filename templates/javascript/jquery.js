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
$.ajax({
{%- for setting in settings %}
  {{ setting }},
{%- endfor %}
  complete: (jqXHR) => {
    console.log(jqXHR.status);
    console.log(jqXHR.responseText);
  },
});
