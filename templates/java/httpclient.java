import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
{%- if needs_base64 %}
import java.util.Base64;
{%- endif %}

public class Main {
  public static void main(String[] args) throws IOException, InterruptedException {
    {%- if let Some(names) = restricted %}
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", {{ names }});
    {%- endif %}
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request ={{ request }};
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

    System.out.println(response.statusCode());
    System.out.println(response.body());
  }
}
