//! Tabs as each documentation host reads them.
#![cfg(feature = "docs")]

use snippetgen::docs::{Flavor, Panel, Tabs};

fn panel(id: &str, label: &str, fence: &'static str, code: &str) -> Panel {
    Panel {
        id: id.to_owned(),
        label: label.to_owned(),
        fence,
        code: code.to_owned(),
    }
}

fn tabs(panels: Vec<Panel>) -> Tabs {
    Tabs {
        group: "snippetgen-lang".to_owned(),
        number: 1,
        panels,
    }
}

fn ordinary() -> Tabs {
    tabs(vec![
        panel(
            "python/requests",
            "Python (requests)",
            "python",
            "import requests\n\nprint(1)\n",
        ),
        panel("csharp/httpclient", "C#", "csharp", "class A { }\n"),
    ])
}

/// Whatever a host might take for its own.
fn hostile() -> Tabs {
    let code = "`````\n::::\n</snippet-tabs>\n\n\n=== \"x\"\n{{< x >}} {{% y %}} {{ z }} {a}\n";
    tabs(vec![panel(
        "shell/curl",
        "\"a\" <b>\n[c] {{d}} `e` *f* \\",
        "bash",
        code,
    )])
}

fn write(flavor: Flavor, tabs: &Tabs) -> String {
    let mut text = String::new();
    flavor.write(tabs, &mut text).unwrap();
    text
}

#[test]
fn plain_has_fences_under_labels() {
    assert_eq!(
        write(Flavor::Plain, &ordinary()),
        r#"Python (requests)

```python
import requests

print(1)
```

C#

```csharp
class A { }
```
"#
    );
    assert_eq!(
        write(Flavor::Plain, &hostile()),
        r#"``````bash
`````
::::
</snippet-tabs>


=== "x"
{{< x >}} {{% y %}} {{ z }} {a}
``````
"#
    );
}

#[test]
fn details_are_html_around_fences_and_the_first_is_open() {
    assert_eq!(
        write(Flavor::Details, &ordinary()),
        r#"<details open>
<summary>Python (requests)</summary>

```python
import requests

print(1)
```

</details>

<details>
<summary>C#</summary>

```csharp
class A { }
```

</details>
"#
    );
    let mut twice = hostile();
    twice.panels.push(twice.panels[0].clone());
    let text = write(Flavor::Details, &twice);
    let (first, second) = text.split_once("\n<details>").unwrap();
    assert_eq!(first.replace(" open", ""), format!("<details>{second}"));
    assert_eq!(
        first,
        r#"<details open>
<summary>&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;</summary>

``````bash
`````
::::
</snippet-tabs>


=== "x"
{{< x >}} {{% y %}} {{ z }} {a}
``````

</details>
"#
    );
    // One alone has nothing to fold.
    assert_eq!(
        write(Flavor::Details, &hostile()),
        write(Flavor::Plain, &hostile())
    );
}

#[test]
fn mdbook_has_the_element_around_fences() {
    assert_eq!(
        write(Flavor::Mdbook, &ordinary()),
        r#"<snippet-tabs group="snippetgen-lang">
<section data-id="python/requests" data-label="Python (requests)">
<h4>Python (requests)</h4>

```python
import requests

print(1)
```

</section>
<section data-id="csharp/httpclient" data-label="C#">
<h4>C#</h4>

```csharp
class A { }
```

</section>
</snippet-tabs>
"#
    );
    assert_eq!(
        write(Flavor::Mdbook, &hostile()),
        r#"<snippet-tabs group="snippetgen-lang">
<section data-id="shell/curl" data-label="&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;">
<h4>&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;</h4>

``````bash
`````
::::
</snippet-tabs>


=== "x"
{{< x >}} {{% y %}} {{ z }} {a}
``````

</section>
</snippet-tabs>
"#
    );
}

/// rustdoc runs a fence of Rust, and one without a word.
#[test]
fn mdbook_has_no_fence_that_is_a_doctest() {
    let rust = panel("rust/reqwest", "Rust", "rust", "fn main() {}\n");
    let bare = panel("response", "Response", "", "{}\n");
    let text = write(Flavor::Mdbook, &tabs(vec![rust, bare]));
    let opened: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("```"))
        .collect();
    assert_eq!(opened, ["```rust,ignore", "```", "```text", "```"]);
}

#[test]
fn mkdocs_begins_new_tabs_and_indents_their_fences() {
    assert_eq!(
        write(Flavor::Mkdocs, &ordinary()),
        r#"===! "Python (requests)"

    ```python
    import requests

    print(1)
    ```

=== "C#"

    ```csharp
    class A { }
    ```
"#
    );
    assert_eq!(
        write(Flavor::Mkdocs, &hostile()),
        r#"===! "&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;"

    ``````bash
    `````
    ::::
    </snippet-tabs>


    === "x"
    {{< x >}} {{% y %}} {{ z }} {a}
    ``````
"#
    );
}

#[test]
fn docusaurus_has_elements_with_a_value() {
    assert_eq!(
        write(Flavor::Docusaurus, &ordinary()),
        r#"<Tabs groupId="snippetgen-lang" queryString="lang">
<TabItem value="python/requests" label="Python (requests)">

```python
import requests

print(1)
```

</TabItem>
<TabItem value="csharp/httpclient" label="C#">

```csharp
class A { }
```

</TabItem>
</Tabs>
"#
    );
    assert_eq!(
        write(Flavor::Docusaurus, &hostile()),
        r#"<Tabs groupId="snippetgen-lang" queryString="lang">
<TabItem value="shell/curl" label="&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;">

``````bash
`````
::::
</snippet-tabs>


=== "x"
{{< x >}} {{% y %}} {{ z }} {a}
``````

</TabItem>
</Tabs>
"#
    );
}

#[test]
fn starlight_has_elements_with_a_label() {
    assert_eq!(
        write(Flavor::Starlight, &ordinary()),
        r#"<Tabs syncKey="snippetgen-lang">
<TabItem label="Python (requests)">

```python
import requests

print(1)
```

</TabItem>
<TabItem label="C#">

```csharp
class A { }
```

</TabItem>
</Tabs>
"#
    );
    assert_eq!(
        write(Flavor::Starlight, &hostile()),
        r#"<Tabs syncKey="snippetgen-lang">
<TabItem label="&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;">

``````bash
`````
::::
</snippet-tabs>


=== "x"
{{< x >}} {{% y %}} {{ z }} {a}
``````

</TabItem>
</Tabs>
"#
    );
}

#[test]
fn vitepress_has_labels_in_the_info_strings() {
    assert_eq!(
        write(Flavor::Vitepress, &ordinary()),
        r#"::: code-group

```python [Python (requests)]
import requests

print(1)
```

```csharp [C#]
class A { }
```

:::
"#
    );
    assert_eq!(
        write(Flavor::Vitepress, &hostile()),
        r#"::::: code-group

``````bash [&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;]
`````
::::
</snippet-tabs>


=== "x"
{{< x >}} {{% y %}} {{ z }} {a}
``````

:::::
"#
    );
}

#[test]
fn myst_has_directives_longer_than_any_colons() {
    assert_eq!(
        write(Flavor::Myst, &ordinary()),
        r#"::::{tab-set}
:sync-group: snippetgen-lang

:::{tab-item} Python (requests)
:sync: python/requests

```python
import requests

print(1)
```
:::

:::{tab-item} C#
:sync: csharp/httpclient

```csharp
class A { }
```
:::

::::
"#
    );
    assert_eq!(
        write(Flavor::Myst, &hostile()),
        r#"::::::{tab-set}
:sync-group: snippetgen-lang

:::::{tab-item} &quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;
:sync: shell/curl

``````bash
`````
::::
</snippet-tabs>


=== "x"
{{< x >}} {{% y %}} {{ z }} {a}
``````
:::::

::::::
"#
    );
}

#[test]
fn myst_quotes_a_group_that_yaml_would_read_otherwise() {
    let mut tabs = ordinary();
    tabs.group = "it's: #1".to_owned();
    let text = write(Flavor::Myst, &tabs);
    assert!(text.contains("\n:sync-group: 'it''s: #1'\n"), "{text}");
}

#[test]
fn hugo_has_shortcodes_and_code_without_any() {
    assert_eq!(
        write(Flavor::Hugo, &ordinary()),
        r#"{{< snippet-tabs group="snippetgen-lang" >}}
{{< snippet-tab id="python/requests" label="Python (requests)" lang="python" >}}
import requests

print(1)
{{< /snippet-tab >}}
{{< snippet-tab id="csharp/httpclient" label="C#" lang="csharp" >}}
class A { }
{{< /snippet-tab >}}
{{< /snippet-tabs >}}
"#
    );
    assert_eq!(
        write(Flavor::Hugo, &hostile()),
        r#"{{< snippet-tabs group="snippetgen-lang" >}}
{{< snippet-tab id="shell/curl" label="&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;" lang="bash" >}}
`````
::::
</snippet-tabs>


=== "x"
{{< snippet-curly >}}< x >}} {{< snippet-curly >}}% y %}} {{ z }} {a}
{{< /snippet-tab >}}
{{< /snippet-tabs >}}
"#
    );
}

#[test]
fn html_is_one_block_with_code_as_text() {
    assert_eq!(
        write(Flavor::Html, &ordinary()),
        r#"<snippet-tabs group="snippetgen-lang">
<section id="snippet-1-python-requests" data-id="python/requests" data-label="Python (requests)">
<h4>Python (requests)</h4>
<pre><code class="language-python">import requests&#10;
print(1)
</code></pre>
</section>
<section id="snippet-1-csharp-httpclient" data-id="csharp/httpclient" data-label="C#">
<h4>C#</h4>
<pre><code class="language-csharp">class A &#123; &#125;
</code></pre>
</section>
</snippet-tabs>
"#
    );
    assert_eq!(
        write(Flavor::Html, &hostile()),
        r#"<snippet-tabs group="snippetgen-lang">
<section id="snippet-1-shell-curl" data-id="shell/curl" data-label="&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;">
<h4>&quot;a&quot; &lt;b&gt; &#91;c&#93; &#123;&#123;d&#125;&#125; &#96;e&#96; &#42;f&#42; &#92;</h4>
<pre><code class="language-bash">`````
::::
&lt;/snippet-tabs&gt;&#10;&#10;
=== "x"
&#123;&#123;&lt; x &gt;&#125;&#125; &#123;&#123;% y %&#125;&#125; &#123;&#123; z &#125;&#125; &#123;a&#125;
</code></pre>
</section>
</snippet-tabs>
"#
    );
}

/// In Markdown an HTML block ends at a blank line, and the rest of the code would be Markdown.
#[test]
fn html_has_no_blank_line() {
    let text = write(Flavor::Html, &hostile());
    assert!(text.lines().all(|line| !line.trim().is_empty()), "{text}");
}

/// Whatever is in the panels: the splicer counts on both.
#[test]
fn every_flavor_ends_in_a_line_end_and_begins_at_the_left_margin() {
    for flavor in Flavor::ALL {
        for tabs in [ordinary(), hostile()] {
            let text = write(*flavor, &tabs);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{text}");
            assert!(!text.starts_with(char::is_whitespace), "{text}");
            assert!(!text.contains('\r'), "{text}");
        }
    }
}

#[test]
fn every_flavor_is_found_by_its_name() {
    for flavor in Flavor::ALL {
        assert_eq!(Flavor::find(flavor.name()), Some(*flavor));
    }
}
