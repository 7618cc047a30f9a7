//! What is generated for a request.

use super::page::{Job, Page, Work};
use super::{Mode, PageRequest};
use crate::diagnostic::position;
use crate::docs::config::Show;
use crate::docs::message::Message;
use crate::docs::syntax::Syntax;
use crate::docs::{Config, Flavor, panels, rst, source};

impl Page<'_> {
    /// What is generated for a request.
    pub(super) fn tabs(&self, job: &Job<'_>, work: &mut Work) -> Option<String> {
        let config = job.attributes.over(self.config);
        let lines = job.fence.map_or(&[][..], |fence| &fence.lines);
        let fence = Message::of_lines(self.path, self.text, lines);
        let empty = fence.bytes.trim_ascii().is_empty();
        let show = config.show.value.unwrap_or(Show {
            // What the page shows already is not shown again.
            http: self.mode == Mode::Render || empty,
            response: true,
        });
        let number = work.requests;
        let problems = &mut work.problems;
        let (tabs, message) = match &job.attributes.src {
            None if empty => {
                let first = job
                    .fence
                    .map_or(job.whole.clone(), |fence| fence.block.start..fence.info.end);
                problems.push(self.problem(
                    first,
                    "empty",
                    "there is no request in this fence",
                    "begin it with a request line, such as `GET / HTTP/1.1`, or name the file of \
                     the request with `src`",
                ));
                None
            }
            None => panels::tabs(&fence, number, show, &config, problems),
            Some((src, span)) => {
                let file = source::read(self.path, src, config.root.as_deref(), &fence.bytes);
                match file {
                    Ok((path, bytes)) => {
                        let message = Message::of_file(&path, &bytes);
                        panels::tabs(&message, number, show, &config, problems)
                    }
                    Err((id, message, help)) => {
                        problems.push(self.problem(span.clone(), id, message, help));
                        None
                    }
                }
            }
        }?;
        let (line, _) = position(self.text.as_bytes(), job.whole.start);
        work.messages.push(PageRequest { line, message });
        self.check_imports(job, self.flavor(&config), work);
        let mut text = String::new();
        // A `String` takes all that is written.
        let _ = match self.syntax {
            Syntax::Rst => rst::write(&tabs, &config, &mut text),
            _ => self.flavor(&config).write(&tabs, &mut text),
        };
        Some(text)
    }

    /// A page that is updated says itself what it imports: nothing is generated far from its request.
    fn check_imports(&self, job: &Job<'_>, flavor: Flavor, work: &mut Work) {
        const ID: &str = "missing-import";
        if self.mode != Mode::Update || work.problems.iter().any(|problem| problem.id == ID) {
            return;
        }
        let line = self.text[job.whole.start..].lines().next();
        let first = job.whole.start..job.whole.start + line.map_or(0, str::len);
        if flavor == Flavor::Starlight && self.syntax == Syntax::Markdown {
            work.problems.push(self.problem(
                first,
                ID,
                "the tabs of Starlight need an `.mdx` page",
                "rename the page to `.mdx`, or choose `flavor=plain`",
            ));
            return;
        }
        let with_imports = flavor.with_imports(self.text);
        if with_imports == self.text {
            return;
        }
        let missing = with_imports
            .lines()
            .filter(|line| line.starts_with("import "));
        let missing = missing.filter(|line| !self.text.lines().any(|own| own == *line));
        let missing: Vec<_> = missing.map(|line| format!("`{line}`")).collect();
        work.problems.push(self.problem(
            first,
            ID,
            "the page does not import the tabs of its flavor",
            format!("write {} below its front matter", missing.join(" and ")),
        ));
    }

    fn flavor(&self, config: &Config) -> Flavor {
        let readme = || {
            let stem = self.path.file_stem().unwrap_or_default();
            stem.eq_ignore_ascii_case("readme")
        };
        match config.flavor.value {
            Some(flavor) => flavor,
            None if self.mode == Mode::Update && readme() => Flavor::Details,
            None => Flavor::Plain,
        }
    }
}
