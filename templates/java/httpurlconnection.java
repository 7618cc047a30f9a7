import java.io.IOException;
{%- if body.is_some() %}
import java.io.OutputStream;
{%- endif %}
import java.net.HttpURLConnection;
{%- if needs_uri %}
import java.net.URI;
{%- endif %}
import java.net.URL;
import java.nio.charset.StandardCharsets;
{%- if needs_base64 %}
import java.util.Base64;
{%- endif %}

public class Main {
  public static void main(String[] args) throws IOException {
    {%- if let Some(name) = encoding %}
    System.setProperty("file.encoding", {{ name }});
    {%- endif %}
    {%- if restricted %}
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
    {%- endif %}
    URL url ={{ url }};
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    {%- if let Some(method) = method %}
    connection.setRequestMethod({{ method }});
    {%- endif %}
    {%- for field in fields %}
    {%- if field.is_repeated %}
    connection.addRequestProperty{{ field.arguments }};
    {%- else %}
    connection.setRequestProperty{{ field.arguments }};
    {%- endif %}
    {%- endfor %}
    {%- if let Some(body) = body %}
    {%- if body.is_text %}
    String body ={{ body.value }};
    {%- else %}
    byte[] body ={{ body.value }};
    {%- endif %}
    connection.setDoOutput(true);
    try (OutputStream output = connection.getOutputStream()) {
      {%- if body.is_text %}
      output.write(body.getBytes(StandardCharsets.UTF_8));
      {%- else %}
      output.write(body);
      {%- endif %}
    }
    {%- endif %}

    System.out.println(connection.getResponseCode());
    System.out.println(
        new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
