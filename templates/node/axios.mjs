import axios from "axios";
{%- if !parts.is_empty() %}

const form = new FormData();
{%- for part in parts %}
form.append{{ part }};
{%- endfor %}
{%- endif %}

const response = await {{ function }}{{ arguments }};

console.log(response.status);
console.log(response.data);
