//! `--format junit`: a suite a request, a case a client.

use std::io::{self, Cursor, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use snippetgen::verify::{Case, Finding};

use super::{Problem, Results, is_kept, table};

type Xml = Writer<Cursor<Vec<u8>>>;

pub(super) fn write(results: &Results) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Cursor::new(Vec::new()), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let failures = results.cases().filter(|case| !is_kept(case)).count();
    let tests = results.cases().count() + results.problems.len();
    xml.create_element("testsuites")
        .with_attribute(("name", "snippetgen verify"))
        .with_attribute(("tests", &*tests.to_string()))
        .with_attribute(("failures", &*failures.to_string()))
        .with_attribute(("errors", &*results.problems.len().to_string()))
        .write_inner_content(|xml| {
            for (name, cases) in &results.requests {
                suite(xml, name, cases)?;
            }
            let mut problems = results.problems.chunk_by(|a, b| a.request == b.request);
            problems.try_for_each(|of_one| errors(xml, of_one))
        })?;
    let mut text = xml.into_inner().into_inner();
    text.write_all(b"\n")?;
    Ok(text)
}

fn suite(xml: &mut Xml, name: &str, cases: &[Case]) -> io::Result<()> {
    let count = |wanted: &dyn Fn(&Case) -> bool| {
        let count = cases.iter().filter(|case| wanted(case)).count();
        count.to_string()
    };
    xml.create_element("testsuite")
        .with_attribute(("name", &*clean(name)))
        .with_attribute(("tests", &*count(&|_| true)))
        .with_attribute(("failures", &*count(&|case| !is_kept(case))))
        .with_attribute(("errors", "0"))
        .with_attribute(("skipped", &*count(&is_skipped)))
        .write_inner_content(|xml| cases.iter().try_for_each(|one| case(xml, name, one)))?;
    Ok(())
}

fn is_skipped(case: &Case) -> bool {
    matches!(case.finding, Finding::Skipped(_))
}

fn case(xml: &mut Xml, request: &str, case: &Case) -> io::Result<()> {
    let element = xml
        .create_element("testcase")
        .with_attribute(("classname", &*clean(request)))
        .with_attribute(("name", case.client));
    let text = clean(&table::detail(case));
    element.write_inner_content(|xml| {
        match &case.finding {
            Finding::Skipped(why) => {
                let message = match why.install {
                    "" => why.reason.clone(),
                    install => format!("{}; to install it: {install}", why.reason),
                };
                let skipped = xml.create_element("skipped");
                skipped
                    .with_attribute(("message", &*clean(&message)))
                    .write_empty()?;
            }
            _ if is_kept(case) => {
                let said = format!("{}\n{text}", case.word());
                xml.create_element("system-out")
                    .write_text_content(BytesText::new(said.trim_end()))?;
            }
            _ => {
                xml.create_element("failure")
                    .with_attribute(("message", case.word()))
                    .write_text_content(BytesText::new(&text))?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// The suite of a request that was not run.
fn errors(xml: &mut Xml, problems: &[Problem]) -> io::Result<()> {
    let name = problems.first().map_or("", |problem| &problem.request);
    let (name, count) = (clean(name), problems.len().to_string());
    xml.create_element("testsuite")
        .with_attribute(("name", &*name))
        .with_attribute(("tests", &*count))
        .with_attribute(("failures", "0"))
        .with_attribute(("errors", &*count))
        .write_inner_content(|xml| problems.iter().try_for_each(|one| error(xml, &name, one)))?;
    Ok(())
}

fn error(xml: &mut Xml, suite: &str, problem: &Problem) -> io::Result<()> {
    let message = match problem.position {
        Some((line, column)) => format!("{line}:{column}: {}", problem.message),
        None => problem.message.clone(),
    };
    xml.create_element("testcase")
        .with_attribute(("classname", suite))
        .with_attribute(("name", "request"))
        .write_inner_content(|xml| {
            let error = xml.create_element("error");
            error
                .with_attribute(("message", &*clean(&message)))
                .write_empty()?;
            Ok(())
        })?;
    Ok(())
}

/// XML has no place for most control characters, not even escaped (XML 1.0 §2.2).
fn clean(text: &str) -> String {
    let plain = |c: char| match c {
        '\n' => c,
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        _ if c.is_control() => '\u{fffd}',
        _ => c,
    };
    text.chars().map(plain).collect()
}
