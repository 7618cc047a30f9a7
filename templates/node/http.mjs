import { once } from "node:events";
{%- if https %}
import https from "node:https";
{%- else %}
import http from "node:http";
{%- endif %}
import { text } from "node:stream/consumers";
{%- if let Some(body) = measured %}

const {{ body }};
{%- endif %}
{%- if https %}

const request = https.request{{ arguments }};
{%- else %}

const request = http.request{{ arguments }};
{%- endif %}
{%- if let Some(method) = method %}
request.method = {{ method }};
{%- endif %}
request.end{{ body }};

const [response] = await once(request, "response");
console.log(response.statusCode);
console.log(await text(response));
