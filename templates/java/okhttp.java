import java.io.IOException;
{%- if imports.charsets %}
import java.nio.charset.StandardCharsets;
{%- endif %}
{%- if imports.base64 %}
import java.util.Base64;
{%- endif %}
{%- if imports.form %}
import okhttp3.FormBody;
{%- endif %}
{%- if headers.is_some() %}
import okhttp3.Headers;
{%- endif %}
{%- if imports.media_type %}
import okhttp3.MediaType;
{%- endif %}
{%- if imports.multipart %}
import okhttp3.MultipartBody;
{%- endif %}
import okhttp3.OkHttpClient;
import okhttp3.Request;
{%- if imports.request_body %}
import okhttp3.RequestBody;
{%- endif %}
import okhttp3.Response;

public class Main {
  public static void main(String[] args) throws IOException {
    OkHttpClient client = new OkHttpClient();
    {%- if let Some(content) = content %}
    {%- if content.is_text %}
    String content ={{ content.value }};
    {%- else %}
    byte[] content ={{ content.value }};
    {%- endif %}
    {%- endif %}
    {%- if let Some(body) = body %}
    RequestBody body ={{ body }};
    {%- endif %}
    {%- if let Some(headers) = headers %}
    Headers headers ={{ headers }};
    {%- endif %}
    Request request ={{ request }};

    try (Response response = client.newCall(request).execute()) {
      System.out.println(response.code());
      System.out.println(response.body().string());
    }
  }
}
