using System;
{%- if entries.is_some() %}
using System.Collections.Generic;
{%- endif %}
using System.Net.Http;
{%- if needs_headers %}
using System.Net.Http.Headers;
{%- endif %}
{%- if needs_text %}
using System.Text;
{%- endif %}
using System.Threading.Tasks;

class Program
{
    static async Task Main()
    {
        {%- if let Some(encoding) = encoding %}
        SocketsHttpHandler handler = new SocketsHttpHandler();
        handler.RequestHeaderEncodingSelector = (name, message) => {{ encoding }};
        HttpClient client = new HttpClient(handler);
        {%- else %}
        HttpClient client = new HttpClient();
        {%- endif %}
        HttpRequestMessage request = new HttpRequestMessage({{ method }}, {{ url }});
        {%- for field in fields %}
        request.Headers.{{ field }};
        {%- endfor %}
        {%- if let Some(entries) = entries %}
        Dictionary<string, string> form = new Dictionary<string, string>
        {
            {%- for entry in entries %}
            {{ entry }},
            {%- endfor %}
        };
        {%- endif %}
        {%- if let Some(parts) = parts %}
        MultipartFormDataContent form = new MultipartFormDataContent();
        {%- for part in parts %}
        {%- if let Some(declaration) = part.declaration %}
        {{ declaration }};
        {%- endif %}
        {%- for field in part.fields %}
        part.Headers.{{ field }};
        {%- endfor %}
        form.{{ part.addition }};
        {%- endfor %}
        {%- endif %}
        {%- if let Some(content) = content %}
        request.Content = {{ content }};
        {%- endif %}
        {%- for field in content_fields %}
        request.Content.Headers.{{ field }};
        {%- endfor %}
        HttpResponseMessage response = await client.SendAsync(request);

        Console.WriteLine((int)response.StatusCode);
        Console.WriteLine(await response.Content.ReadAsStringAsync());
    }
}
