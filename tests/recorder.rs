//! The instruments themselves: hand-written snippets, good and doctored, and what is said of them.
#![cfg(feature = "verify")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use snippetgen::Place;
use snippetgen::verify::{
    Expected, Job, Judgement, Noted, Outcome, PAGE, Recorded, Recorder, Tools, Verdict, compare,
    judge, redirect, toolchain,
};

const MESSAGE: &str = "POST /a/b?c=d HTTP/1.1\nHost: example.com\nX-One: \"1\" $2\n\
    Content-Type: text/plain\nContent-Length: 5\n\nhello\n";

/// Runs variants of one snippet, as one batch; `None` without a toolchain.
fn run(client: &str, variants: &[String], seconds: u64) -> Option<Vec<Judgement>> {
    let tools = Tools::find();
    let toolchain = toolchain(client).expect(client);
    if let Err(missing) = toolchain.version(&tools) {
        assert!(
            std::env::var_os("CI").is_none(),
            "{client}: {}",
            missing.reason
        );
        println!(
            "skipped: {client}: {} ({})",
            missing.reason, missing.install
        );
        return None;
    }
    let root = tempfile::tempdir().unwrap();
    let mut recorders = Vec::new();
    let mut jobs = Vec::new();
    for (index, code) in variants.iter().enumerate() {
        let recorder = Recorder::start().unwrap();
        let authority = recorder.authority();
        let directory = root.path().join(index.to_string());
        fs::create_dir(&directory).unwrap();
        jobs.push(Job {
            code: code.replace("AUTHORITY", &authority),
            directory,
            authority,
        });
        recorders.push(recorder);
    }
    let outcomes = toolchain.run(&tools, &jobs, Duration::from_secs(seconds));
    assert_eq!(outcomes.len(), jobs.len());
    let browser = toolchain.is_browser();
    let runs = recorders.into_iter().zip(&jobs).zip(&outcomes);
    let judge = |((recorder, job), outcome): ((Recorder, &Job), &Outcome)| {
        let message = redirect(MESSAGE.as_bytes(), &job.authority).unwrap();
        let expected = Expected {
            message: &message,
            exact: true,
            browser,
            notes: &[],
        };
        judge(expected, outcome, &recorder.finish(), &job.directory)
    };
    Some(runs.map(judge).collect())
}

/// A good snippet, and what becomes of it when it is doctored; `broken` is the verdict on one that
/// is not even a program.
fn prove(client: &str, good: &str, broken: Verdict) {
    let variants = [
        good.to_owned(),
        good.replace("hello", "hullo"),
        good.replace("X-One", "X-Two"),
        good.replace("/a/b", "/a/./b"),
        format!("{good}\n)"),
    ];
    let Some(judgements) = run(client, &variants, 60) else {
        return;
    };
    let verdicts: Vec<_> = judgements.iter().map(|it| it.verdict).collect();
    let different = Verdict::SilentlyDifferent;
    let details: Vec<String> = judgements.iter().map(ToString::to_string).collect();
    // Most clients fold the dot segment, and then the target is as wanted.
    let folded = match verdicts[3] {
        Verdict::SilentlyDifferent => different,
        _ => Verdict::Exact,
    };
    assert_eq!(
        verdicts,
        [Verdict::Exact, different, different, folded, broken],
        "{}",
        details.join("\n")
    );
}

/// A snippet that leaves a canary or sends more, one that does not end, and one that throws; what is
/// said of the last.
fn misbehaves(client: &str, variants: [String; 3]) -> Option<String> {
    // One after the other: what runs in one process has one working directory, and so one canary.
    let [injected, endless, thrown] = variants;
    let alone = |variant: String, seconds| run(client, &[variant], seconds)?.pop();
    let judgements = [alone(injected, 60)?, alone(endless, 5)?, alone(thrown, 60)?];
    assert_eq!(
        judgements.each_ref().map(|it| it.verdict),
        [Verdict::Injected, Verdict::TimedOut, Verdict::DidNotRun]
    );
    Some(judgements[2].detail.clone())
}

#[test]
fn curl() {
    prove(
        "shell/curl",
        "curl 'http://AUTHORITY/a/b?c=d' \\\n  -H 'X-One: \"1\" $2' \\\n  \
         -H 'Content-Type: text/plain' \\\n  --data-raw hello\n",
        Verdict::DidNotRun,
    );
}

#[test]
fn wget() {
    prove(
        "shell/wget",
        "wget -q -O - --header 'X-One: \"1\" $2' --header 'Content-Type: text/plain' \\\n  \
         --post-data hello 'http://AUTHORITY/a/b?c=d'\n",
        Verdict::DidNotRun,
    );
}

#[test]
fn httpie() {
    prove(
        "shell/httpie",
        "http --ignore-stdin --raw hello POST 'http://AUTHORITY/a/b?c=d' 'X-One:\"1\" $2' \\\n  \
         Content-Type:text/plain\n",
        Verdict::DidNotRun,
    );
}

#[test]
fn python_requests() {
    prove(
        "python/requests",
        r#"import requests

response = requests.post(
    "http://AUTHORITY/a/b?c=d",
    headers={"X-One": '"1" $2', "Content-Type": "text/plain"},
    data="hello",
)
print(response.status_code, response.text)
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn python_httpx() {
    prove(
        "python/httpx",
        r#"import httpx

headers = {"X-One": '"1" $2', "Content-Type": "text/plain"}
response = httpx.post("http://AUTHORITY/a/b?c=d", headers=headers, content="hello")
print(response.text)
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn python_http_client() {
    prove(
        "python/http.client",
        r#"import http.client

connection = http.client.HTTPConnection("AUTHORITY")
headers = {"X-One": '"1" $2', "Content-Type": "text/plain"}
connection.request("POST", "/a/b?c=d", body="hello", headers=headers)
print(connection.getresponse().read().decode())
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn node_fetch() {
    prove(
        "node/fetch",
        r#"const response = await fetch("http://AUTHORITY/a/b?c=d", {
  method: "POST",
  headers: { "X-One": '"1" $2', "Content-Type": "text/plain" },
  body: "hello",
});
console.log(response.status, await response.text());
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn node_http() {
    prove(
        "node/http",
        r#"import http from "node:http";

const request = http.request("http://AUTHORITY/a/b?c=d", {
  method: "POST",
  headers: { "X-One": '"1" $2', "Content-Type": "text/plain" },
});
request.on("response", (response) => response.pipe(process.stdout));
request.end("hello");
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn node_axios() {
    prove(
        "node/axios",
        r#"import axios from "axios";

const response = await axios.post("http://AUTHORITY/a/b?c=d", "hello", {
  headers: { "X-One": '"1" $2', "Content-Type": "text/plain" },
});
console.log(response.status, response.data);
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn php_curl() {
    prove(
        "php/curl",
        r#"<?php

$curl = curl_init('http://AUTHORITY/a/b?c=d');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ['X-One: "1" $2', 'Content-Type: text/plain'],
    CURLOPT_POSTFIELDS => 'hello',
    CURLOPT_RETURNTRANSFER => true,
]);
echo curl_exec($curl);
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn php_guzzle() {
    prove(
        "php/guzzle",
        r#"<?php

require 'vendor/autoload.php';

$client = new GuzzleHttp\Client();
$response = $client->request('POST', 'http://AUTHORITY/a/b?c=d', [
    'headers' => ['X-One' => '"1" $2', 'Content-Type' => 'text/plain'],
    'body' => 'hello',
]);
echo $response->getBody();
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn what_ran_as_code_is_an_injection() {
    let request = "curl -s http://AUTHORITY/\n";
    let variants = [
        format!("{request}touch canary\n"),
        format!("{request}{request}"),
        format!("{request}({request}) > /dev/null &\nwait\n"),
        "true".to_owned(),
        format!("{request}exit 3\n"),
    ];
    let Some(judgements) = run("shell/curl", &variants, 60) else {
        return;
    };
    let verdicts: Vec<_> = judgements.iter().map(|it| it.verdict).collect();
    let injected = Verdict::Injected;
    let failed = Verdict::DidNotRun;
    assert_eq!(verdicts, [injected, injected, injected, failed, failed]);
}

#[test]
fn what_does_not_end_is_ended_with_all_its_children() {
    let variants = [
        "sleep 60 & sleep 60".to_owned(),
        "while :; do :; done".to_owned(),
    ];
    let Some(judgements) = run("shell/curl", &variants, 1) else {
        return;
    };
    assert!(judgements.iter().all(|it| it.verdict == Verdict::TimedOut));
}

/// Speaks to a recorder over one connection and gives what it kept.
fn record(bytes: &[u8]) -> Vec<Recorded> {
    let recorder = Recorder::start().unwrap();
    let mut stream = TcpStream::connect(recorder.authority()).unwrap();
    stream.write_all(bytes).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    recorder.finish()
}

#[test]
fn the_recorder_keeps_every_byte() {
    let requests = record(
        b"GeT /a/../%zz|\xFF?a b HTTP/1.1\r\nhOST:  x \r\nX: \xFF\"\r\nx:\r\nX: a\nB: c\r\n\r\n\
          POST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n\
          3;x=y\r\na\r\n\r\n2\r\nbc\r\n0\r\nT: 1\r\n\r\n\
          PUT /3 HTTP/1.1\r\nContent-Length: 4\r\n\r\n\0\xFF\r\n",
    );
    let [first, second, third] = &requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!(first.line, b"GeT /a/../%zz|\xFF?a b HTTP/1.1");
    assert_eq!(first.target, b"/a/../%zz|\xFF?a b");
    let fields: Vec<_> = first
        .fields
        .iter()
        .map(|(name, value)| (&name[..], &value[..]))
        .collect();
    let wanted: [(&[u8], &[u8]); 4] = [
        (b"hOST", b"x"),
        (b"X", b"\xFF\""),
        (b"x", b""),
        (b"X", b"a\nB: c"),
    ];
    assert_eq!(fields, wanted);
    assert_eq!((&second.body[..], second.fault), (&b"a\r\nbc"[..], None));
    assert_eq!(third.body, b"\0\xFF\r\n");
}

#[test]
fn the_recorder_keeps_what_is_malformed() {
    for (bytes, fault) in [
        ("GET / HTTP/1.1\nHost: x\n\n", "the head has no end"),
        ("GET /\r\n\r\n", "the request line is malformed"),
        ("GET / HTTP/1.1\r\nX\r\n\r\n", "a field line has no colon"),
        (
            "GET / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab",
            "the body is shorter than its Content-Length",
        ),
        (
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
            "the framing of the body is ambiguous",
        ),
        (
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            "the chunks are malformed or cut short",
        ),
    ] {
        let requests = record(bytes.as_bytes());
        assert_eq!(requests.len(), 1, "{bytes:?}");
        assert_eq!(requests[0].fault, Some(fault), "{bytes:?}");
    }
}

#[test]
fn the_page_is_served_and_not_recorded() {
    assert_eq!(
        record(format!("GET {PAGE} HTTP/1.1\r\n\r\n").as_bytes()),
        []
    );
}

#[test]
fn many_connections_are_kept_at_once() {
    let recorder = Recorder::start().unwrap();
    let open = |_| TcpStream::connect(recorder.authority()).unwrap();
    let mut streams: Vec<_> = (0..8).map(open).collect();
    for stream in &mut streams {
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    }
    for stream in &mut streams {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
    }
    assert_eq!(recorder.finish().len(), 8);
}

/// What the comparison says of a sent request; neither may name the authority.
fn compared(message: &str, sent: &str, exact: bool, notes: &[(&str, Place)]) -> (Verdict, String) {
    let sent = record(sent.as_bytes()).remove(0);
    let note = |(id, place): &(&str, Place)| Noted {
        id: (*id).into(),
        place: *place,
    };
    let notes: Vec<_> = notes.iter().map(note).collect();
    let expected = Expected {
        message: message.as_bytes(),
        exact,
        browser: false,
        notes: &notes,
    };
    let judgement = compare(expected, &sent);
    let mut said: Vec<_> = judgement
        .differences
        .iter()
        .map(ToString::to_string)
        .collect();
    said.extend(judgement.unneeded.iter().map(|id| format!("unneeded {id}")));
    (judgement.verdict, said.join("\n"))
}

const HEAD: &str = "HTTP/1.1\r\nHost: h\r\n";

#[test]
fn a_client_may_add_its_defaults_and_nothing_else() {
    let message = format!("GET / {HEAD}\r\n");
    let sent = format!(
        "GET / {HEAD}User-Agent: x\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\
         Connection: keep-alive\r\nContent-Length: 0\r\n\r\n"
    );
    assert_eq!(
        compared(&message, &sent, true, &[]),
        (Verdict::Exact, String::new())
    );
    let sent = format!("GET / {HEAD}Content-Type: text/plain\r\n\r\n");
    let said = "field Content-Type: expected nothing, sent \"text/plain\"";
    let verdict = |verdict| (verdict, said.to_owned());
    assert_eq!(
        compared(&message, &sent, true, &[]),
        verdict(Verdict::SilentlyDifferent)
    );
    let note = [("adds-content-type", Place::Body)];
    assert_eq!(
        compared(&message, &sent, true, &note),
        verdict(Verdict::Noted)
    );
}

#[test]
fn equal_names_keep_their_count_and_order() {
    let message = format!("GET / {HEAD}X: 1\r\nY: 3\r\nx: 2\r\nAccept: a\r\n\r\n");
    let sent = |fields: &str| format!("GET / {HEAD}{fields}\r\n");
    let free = sent("accept: a\r\ny: 3\r\nX: 1\r\nX: 2\r\n");
    assert_eq!(compared(&message, &free, true, &[]).0, Verdict::Exact);
    for fields in [
        "X: 2\r\nX: 1\r\nY: 3\r\nAccept: a\r\n",
        "X: 1, 2\r\nY: 3\r\nAccept: a\r\n",
        "X: 2\r\nY: 3\r\nAccept: a\r\n",
        "X: 1\r\nX: 2\r\nX: 2\r\nY: 3\r\nAccept: a\r\n",
        "X: 1\r\nX: 2\r\nY: 3\r\nAccept: a\r\nAccept: */*\r\n",
    ] {
        let (verdict, said) = compared(&message, &sent(fields), true, &[]);
        assert_eq!(verdict, Verdict::SilentlyDifferent, "{said}");
    }
    let folded = sent("X: 1, 2\r\nY: 3\r\nAccept: a\r\n");
    let noted = |place| compared(&message, &folded, true, &[("joins", place)]);
    assert_eq!(noted(Place::Field(1)).0, Verdict::Noted);
    assert_eq!(noted(Place::Field(3)).0, Verdict::Noted);
    let (verdict, said) = noted(Place::Field(2));
    assert_eq!(verdict, Verdict::SilentlyDifferent);
    assert!(said.contains("unneeded joins"), "{said}");
}

#[test]
fn a_note_that_nothing_differed_for_is_reported() {
    let message = format!("GET / {HEAD}\r\n");
    let (verdict, said) = compared(&message, &message, true, &[("folds-dots", Place::Target)]);
    assert_eq!(
        (verdict, said.as_str()),
        (Verdict::Exact, "unneeded folds-dots")
    );
}

#[test]
fn the_default_mode_may_send_another_body_of_the_same_meaning() {
    let message = |body: &str| format!("POST / {HEAD}Content-Type: application/json\r\n\r\n{body}");
    let sent = |body: &str| {
        let length = body.len();
        format!(
            "POST / {HEAD}content-type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    };
    let said =
        |asked: &str, given: &str, exact| compared(&message(asked), &sent(given), exact, &[]).0;
    assert_eq!(
        said("{ \"a\": 1 }\n", "{\"a\":1}", false),
        Verdict::Equivalent
    );
    assert_eq!(
        said("{ \"a\": 1 }\n", "{\"a\":1}", true),
        Verdict::SilentlyDifferent
    );
    assert_eq!(
        said("{ \"a\": 1 }\n", "{ \"a\": 1 }\n", true),
        Verdict::Exact
    );
    assert_eq!(
        said("{ \"a\": 1.0 }", "{\"a\":1}", false),
        Verdict::SilentlyDifferent
    );
    assert_eq!(said("nonsense\n", "nonsense", false), Verdict::Equivalent);
    assert_eq!(
        said("nonsense \n", "nonsense", false),
        Verdict::SilentlyDifferent
    );
}

#[test]
fn java_httpclient() {
    let good = r#"import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Main {
  public static void main(String[] args) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://AUTHORITY/a/b?c=d"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("X-One", "\"1\" $2")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("hello"))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(response.body());
  }
}
"#;
    prove("java/httpclient", good, Verdict::DidNotCompile);
    let at = "    System.out";
    let variants = [
        good.replace(
            at,
            "    new java.io.File(\"canary\").createNewFile();\n    System.out",
        ),
        good.replace(at, "    while (true) {}\n//"),
        good.replace(
            at,
            "    if (true) throw new Exception(\"a\\tb\\\\\");\n    System.out",
        ),
    ];
    let Some(thrown) = misbehaves("java/httpclient", variants) else {
        return;
    };
    assert!(thrown.contains("a\tb\\"), "{thrown}");
}

#[test]
fn java_httpurlconnection() {
    prove(
        "java/httpurlconnection",
        r#"import java.net.HttpURLConnection;
import java.net.URL;

public class Main {
  public static void main(String[] args) throws Exception {
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
    HttpURLConnection connection =
        (HttpURLConnection) new URL("http://AUTHORITY/a/b?c=d").openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("X-One", "\"1\" $2");
    connection.setRequestProperty("Content-Type", "text/plain");
    connection.setDoOutput(true);
    connection.getOutputStream().write("hello".getBytes());
    System.out.println(connection.getResponseCode());
  }
}
"#,
        Verdict::DidNotCompile,
    );
}

#[test]
fn java_okhttp() {
    prove(
        "java/okhttp",
        r#"import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

public class Main {
  public static void main(String[] args) throws Exception {
    OkHttpClient client = new OkHttpClient();
    RequestBody body = RequestBody.create("hello".getBytes(), MediaType.get("text/plain"));
    Request request =
        new Request.Builder()
            .url("http://AUTHORITY/a/b?c=d")
            .header("X-One", "\"1\" $2")
            .post(body)
            .build();
    try (Response response = client.newCall(request).execute()) {
      System.out.println(response.body().string());
    }
  }
}
"#,
        Verdict::DidNotCompile,
    );
}

#[test]
fn csharp_httpclient() {
    let good = r#"using System;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

class Program
{
    static async Task Main()
    {
        using (var client = new HttpClient())
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "http://AUTHORITY/a/b?c=d");
            request.Headers.TryAddWithoutValidation("X-One", "\"1\" $2");
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("hello"));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
            var response = await client.SendAsync(request);
            Console.WriteLine(await response.Content.ReadAsStringAsync());
        }
    }
}
"#;
    prove("csharp/httpclient", good, Verdict::DidNotCompile);
    let at = "            Console";
    let variants = [
        good.replace(
            at,
            "            System.IO.File.WriteAllText(\"canary\", \"\");\n Console",
        ),
        good.replace(at, "            while (true) {}\n//"),
        good.replace(at, "            throw new Exception(\"a\\tb\\\\\");\n//"),
    ];
    let Some(thrown) = misbehaves("csharp/httpclient", variants) else {
        return;
    };
    assert!(thrown.contains("a\tb\\"), "{thrown}");
}

#[test]
fn javascript_fetch() {
    let good = r#"const response = await fetch("http://AUTHORITY/a/b?c=d", {
  method: "POST",
  headers: { "X-One": '"1" $2', "Content-Type": "text/plain" },
  body: "hello",
});
console.log(response.status, await response.text());
"#;
    prove("javascript/fetch", good, Verdict::DidNotRun);
    // As where other programs take the time.
    let busy = "for (const end = Date.now() + 1000; Date.now() < end; );\n";
    let variants = [
        format!("{good}{busy}await (await fetch('/canary')).text();\n"),
        format!("{good}while (true);\n"),
        format!("{good}{busy}throw new Error('thrown');\n"),
    ];
    misbehaves("javascript/fetch", variants);
}

#[test]
fn javascript_xhr() {
    prove(
        "javascript/xhr",
        r#"const request = new XMLHttpRequest();
request.open("POST", "http://AUTHORITY/a/b?c=d");
request.setRequestHeader("X-One", '"1" $2');
request.setRequestHeader("Content-Type", "text/plain");
request.onload = () => console.log(request.status, request.responseText);
request.send("hello");
"#,
        Verdict::DidNotRun,
    );
}

#[test]
fn javascript_jquery() {
    prove(
        "javascript/jquery",
        r#"$.ajax({
  crossDomain: true,
  url: "http://AUTHORITY/a/b?c=d",
  method: "POST",
  headers: { "X-One": '"1" $2' },
  contentType: "text/plain",
  data: "hello",
}).done((data) => console.log(data));
"#,
        Verdict::DidNotRun,
    );
}
