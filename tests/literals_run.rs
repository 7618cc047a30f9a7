//! Literals of hostile texts and bytes, read back by the language's own compiler or interpreter:
//! thousands in one program, compared byte for byte.
#![cfg(feature = "verify")]

mod hostile;

use std::borrow::Cow;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use snippetgen::code::{self, Code};
use snippetgen::language::csharp::CSharp;
use snippetgen::language::java::Java;
use snippetgen::language::javascript::JavaScript;
use snippetgen::language::php::Php;
use snippetgen::language::python::Python;
use snippetgen::language::shell::Shell;
use snippetgen::verify::{Tools, toolchain};

const TEXTS: usize = 3000;
const BYTES: usize = 1500;

/// How a language's literals are read back.
struct Language {
    /// A client whose toolchain has the compiler.
    client: &'static str,
    ways: &'static [Way],
    file: &'static str,
    program: fn(&[String]) -> String,
    /// Commands that are run in the folder of the file; the last one prints.
    commands: &'static [&'static [&'static str]],
    /// What was printed, to the bytes of each literal.
    split: fn(&[u8]) -> Vec<Vec<u8>>,
    /// Whether text may have a NUL.
    takes_nul: bool,
}

/// One way to write a literal.
struct Way {
    name: &'static str,
    of: Sort,
    /// The statement that prints it.
    statement: fn(&[u8]) -> String,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Text,
    Bytes,
}

fn utf8(text: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(text)
}

/// `open literal close`
fn around<L: code::Syntax>(open: &str, literal: &Code<'_, L>, close: &str) -> String {
    format!("{open}{literal}{close}\n")
}

const PYTHON: Language = Language {
    client: "python/http.client",
    ways: &[
        Way {
            name: "text",
            of: Sort::Text,
            statement: |text| around("b(", &code::text::<Python>(utf8(text)), ".encode())"),
        },
        Way {
            name: "bytes",
            of: Sort::Bytes,
            statement: |bytes| around("b(", &code::bytes::<Python>(bytes), ")"),
        },
    ],
    file: "literals.py",
    program: |statements| format!("def b(x): print(x.hex())\n{}", statements.concat()),
    commands: &[&["python3", "literals.py"]],
    split: from_hex,
    takes_nul: true,
};

const SHELL: Language = Language {
    client: "shell/curl",
    ways: &[
        Way {
            name: "text",
            of: Sort::Text,
            statement: |text| around("b ", &code::text::<Shell>(utf8(text)), ""),
        },
        Way {
            name: "bytes",
            of: Sort::Bytes,
            statement: |bytes| around("b ", &code::bytes::<Shell>(bytes), ""),
        },
    ],
    file: "literals.sh",
    program: |statements| {
        format!(
            "b() {{ printf '%s\\0' \"$1\"; }}\nx=BAD\n{}",
            statements.concat()
        )
    },
    commands: &[&["bash", "literals.sh"]],
    split: |output| {
        let mut all: Vec<_> = output
            .split(|byte| *byte == 0)
            .map(<[u8]>::to_vec)
            .collect();
        all.pop();
        all
    },
    takes_nul: false,
};

const NODE: Language = Language {
    client: "node/http",
    ways: &[
        Way {
            name: "text",
            of: Sort::Text,
            statement: |text| around("b(", &code::text::<JavaScript>(utf8(text)), ", 'utf8')"),
        },
        Way {
            name: "latin1",
            of: Sort::Bytes,
            statement: |bytes| around("b(", &code::latin1::<JavaScript>(bytes), ", 'latin1')"),
        },
        Way {
            name: "base64",
            of: Sort::Bytes,
            statement: |bytes| around("b(", &code::base64::<JavaScript>(bytes), ", 'base64')"),
        },
    ],
    file: "literals.mjs",
    program: |statements| {
        format!(
            "const b = (x, y) => console.log(Buffer.from(x, y).toString('hex'));\n{}",
            statements.concat()
        )
    },
    commands: &[&["node", "literals.mjs"]],
    split: from_hex,
    takes_nul: true,
};

const PHP: Language = Language {
    client: "php/curl",
    ways: &[
        Way {
            name: "text",
            of: Sort::Text,
            statement: |text| around("b(", &code::text::<Php>(utf8(text)), ");"),
        },
        Way {
            name: "bytes",
            of: Sort::Bytes,
            statement: |bytes| around("b(", &code::bytes::<Php>(bytes), ");"),
        },
    ],
    file: "literals.php",
    program: |statements| {
        format!(
            "<?php\nfunction b($x) {{ echo bin2hex($x), \"\\n\"; }}\n$x = 'BAD';\n{}",
            statements.concat()
        )
    },
    commands: &[&["php", "literals.php"]],
    split: from_hex,
    takes_nul: true,
};

const JAVA: Language = Language {
    client: "java/httpclient",
    ways: &[
        Way {
            name: "text",
            of: Sort::Text,
            statement: |text| around("Literals.b(", &code::text::<Java>(utf8(text)), ", UTF_8);"),
        },
        Way {
            name: "wrapped",
            of: Sort::Text,
            statement: |text| match text {
                // Views have no use for a wrapped text that is empty.
                [] => "Literals.b(\"\", UTF_8);\n".into(),
                text => around(
                    "Literals.b(",
                    &code::wrapped::<Java>(utf8(text)),
                    ", UTF_8);",
                ),
            },
        },
        Way {
            name: "latin1",
            of: Sort::Bytes,
            statement: |bytes| {
                around(
                    "Literals.b(",
                    &code::latin1::<Java>(bytes),
                    ", ISO_8859_1);",
                )
            },
        },
    ],
    file: "Literals.java",
    program: |statements| {
        // A class has 64 KB a method and 65,535 constants.
        let mut calls = String::new();
        let mut classes = String::new();
        for (index, group) in statements.chunks(200).enumerate() {
            writeln!(calls, "C{index}.run();").unwrap();
            let group = group.concat();
            write!(
                classes,
                "class C{index} {{\nstatic void run() {{\n{group}}}\n}}\n"
            )
            .unwrap();
        }
        format!(
            r#"import static java.nio.charset.StandardCharsets.*;
class Literals {{
  static StringBuilder out = new StringBuilder();
  static void b(String text, java.nio.charset.Charset charset) {{
    for (byte one : text.getBytes(charset)) out.append(String.format("%02x", one));
    out.append("\n");
  }}
  public static void main(String[] args) {{
{calls}    System.out.print(out);
  }}
}}
{classes}"#
        )
    },
    commands: &[&["java", "-Dfile.encoding=UTF-8", "Literals.java"]],
    split: from_hex,
    takes_nul: true,
};

const CSHARP: Language = Language {
    client: "csharp/httpclient",
    ways: &[
        Way {
            name: "text",
            of: Sort::Text,
            statement: |text| {
                around(
                    "Literals.b(",
                    &code::text::<CSharp>(utf8(text)),
                    ", 65001);",
                )
            },
        },
        Way {
            name: "latin1",
            of: Sort::Bytes,
            statement: |bytes| around("Literals.b(", &code::latin1::<CSharp>(bytes), ", 28591);"),
        },
    ],
    file: "Literals.cs",
    program: |statements| {
        let mut calls = String::new();
        let mut classes = String::new();
        for (index, group) in statements.chunks(200).enumerate() {
            writeln!(calls, "C{index}.Run();").unwrap();
            let group = group.concat();
            write!(
                classes,
                "class C{index} {{\npublic static void Run() {{\n{group}}}\n}}\n"
            )
            .unwrap();
        }
        format!(
            r#"using System;
using System.Text;
class Literals {{
  public static void b(string text, int page) {{
    var bytes = Encoding.GetEncoding(page).GetBytes(text);
    Console.Out.Write(BitConverter.ToString(bytes).Replace("-", "") + "\n");
  }}
  static void Main() {{
{calls}  }}
}}
{classes}"#
        )
    },
    commands: &[
        &["mcs", "-out:Literals.exe", "Literals.cs"],
        &["mono", "Literals.exe"],
    ],
    split: from_hex,
    takes_nul: true,
};

fn from_hex(output: &[u8]) -> Vec<Vec<u8>> {
    let line = |line: &str| {
        let digit = |at: usize| u8::from_str_radix(line.get(at..at + 2)?, 16).ok();
        (0..line.len()).step_by(2).map(digit).collect::<Option<_>>()
    };
    let output = String::from_utf8_lossy(output);
    output
        .lines()
        .map(|it| line(it).unwrap_or_else(|| it.into()))
        .collect()
}

/// Runs one program with all of these literals; what it printed, or what the tools said.
fn run(
    language: &Language,
    way: &Way,
    values: &[&[u8]],
    tools: &Tools,
) -> Result<Vec<Vec<u8>>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/literals");
    let folder = root.join(language.client.replace('/', "-")).join(way.name);
    fs::create_dir_all(&folder).unwrap();
    let statements: Vec<_> = values.iter().map(|value| (way.statement)(value)).collect();
    fs::write(folder.join(language.file), (language.program)(&statements)).unwrap();
    let mut printed = Vec::new();
    for words in language.commands {
        let mut command: Command = tools.command(words[0]);
        command.args(&words[1..]).current_dir(&folder);
        let output = command
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("{}: {error}", words[0]))?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(errors.chars().take(2000).collect());
        }
        printed = output.stdout;
    }
    Ok((language.split)(&printed))
}

/// The first value that does not come back, found by halves where the program does not even run.
fn offender<'v>(
    language: &Language,
    way: &Way,
    values: &[&'v [u8]],
    tools: &Tools,
) -> Option<(&'v [u8], String)> {
    let (middle, why) = match run(language, way, values, tools) {
        Ok(read) if read.len() == values.len() => {
            let (value, read) = values
                .iter()
                .zip(read)
                .find(|(value, read)| *value != read)?;
            return Some((
                value,
                format!("read back as {:?}", String::from_utf8_lossy(&read)),
            ));
        }
        Ok(read) => (
            values.len() / 2,
            format!("{} of {} read", read.len(), values.len()),
        ),
        Err(why) => (values.len() / 2, why),
    };
    if values.len() <= 1 {
        return Some((values.first()?, why));
    }
    let (first, second) = values.split_at(middle);
    offender(language, way, first, tools).or_else(|| offender(language, way, second, tools))
}

/// The value with all taken away that need not be there for it to fail.
fn smallest(language: &Language, way: &Way, value: &[u8], tools: &Tools) -> Vec<u8> {
    let mut value = value.to_vec();
    let mut len = value.len() / 2;
    while len > 0 {
        let mut at = 0;
        while at + len <= value.len() {
            let mut shorter = value.clone();
            shorter.drain(at..at + len);
            let is_value = way.of == Sort::Bytes || std::str::from_utf8(&shorter).is_ok();
            if is_value && offender(language, way, &[&shorter], tools).is_some() {
                value = shorter;
            } else {
                at += len;
            }
        }
        len /= 2;
    }
    value
}

fn check(language: &Language) {
    let tools = Tools::find();
    let found = toolchain(language.client)
        .expect("a toolchain")
        .version(&tools);
    if let Err(missing) = found {
        assert!(env::var_os("CI").is_none(), "{}", missing.reason);
        println!(
            "skipped: {}: {} ({})",
            language.client, missing.reason, missing.install
        );
        return;
    }
    let texts = hostile::samples(TEXTS, hostile::text());
    let texts: Vec<_> = texts.iter().map(String::as_bytes).collect();
    let bytes = hostile::samples(BYTES, hostile::bytes());
    let bytes: Vec<_> = bytes.iter().map(Vec::as_slice).collect();
    for way in language.ways {
        let mut values = match way.of {
            Sort::Text => texts.clone(),
            Sort::Bytes => bytes.clone(),
        };
        if !language.takes_nul {
            values.retain(|value| !value.contains(&0));
        }
        if let Some((value, why)) = offender(language, way, &values, &tools) {
            let small = smallest(language, way, value, &tools);
            panic!(
                "{} {}: {:?}\n{}\nshorter: {:?}\n{}",
                language.client,
                way.name,
                String::from_utf8_lossy(value),
                why,
                String::from_utf8_lossy(&small),
                (way.statement)(&small)
            );
        }
        println!(
            "{} {}: {} literals",
            language.client,
            way.name,
            values.len()
        );
    }
}

#[test]
fn python_reads_what_was_quoted() {
    check(&PYTHON);
}

#[test]
fn bash_reads_what_was_quoted() {
    check(&SHELL);
}

#[test]
fn node_reads_what_was_quoted() {
    check(&NODE);
}

#[test]
fn php_reads_what_was_quoted() {
    check(&PHP);
}

#[test]
fn java_reads_what_was_quoted() {
    check(&JAVA);
}

#[test]
fn csharp_reads_what_was_quoted() {
    check(&CSHARP);
}

/// A page may hold the code in a script element.
#[test]
fn no_literal_of_javascript_ends_its_script() {
    for text in hostile::samples(TEXTS, hostile::text()) {
        let code = code::text::<JavaScript>(&*text).to_string().to_lowercase();
        for tag in ["<!--", "<script", "</script"] {
            assert!(!code.contains(tag), "{text:?}: {code}");
        }
    }
}
