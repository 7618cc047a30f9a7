//! A page to the page with its tabs: bytes that nobody generates stay as they are.

use std::ops::Range;
use std::path::Path;

use super::attributes::{self, Attributes, Wrong};
use super::config::Show;
use super::message::Message;
use super::scan::{self, Block, Fence};
use super::syntax::Syntax;
use super::{Config, Flavor, Problem, panels, region, source};

/// What becomes of a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// It stays, and a marked region after it is written or brought up to date.
    Update,
    /// Its tabs take its place, and that of a region after it.
    Render,
}

/// A page with its tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expanded {
    /// The whole page. Edited regions are overwritten in it: [`Expanded::changes`] names them.
    pub text: String,
    /// How many requests the page has.
    pub requests: usize,
    /// The regions that were not up to date, in the order of the page; none in [`Mode::Render`].
    pub changes: Vec<Change>,
    /// What an author should know, in the order of the page.
    pub warnings: Vec<Problem>,
}

/// A region that is not what its request gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// In which way.
    pub kind: ChangeKind,
    /// 1-based line of the region, or of the fence that has none.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
}

/// What is wrong with a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// There is none.
    Missing,
    /// It was generated from something else.
    Stale,
    /// Somebody has edited what was generated.
    Edited,
}

/// Expands the requests of a page. `path` is its file: what messages call it, what tells its
/// syntax (`.mdx`, `.rst`, else Markdown), and what request files are relative to. Nothing is
/// written.
///
/// ```
/// use std::path::Path;
/// use snippetgen::docs::{Config, Mode, expand};
///
/// let page = "```http snippetgen langs=python\nGET / HTTP/1.1\nHost: a.example\n```\n";
/// let update = expand(page, Path::new("a.md"), &Config::default(), Mode::Update).unwrap();
/// assert!(update.text.starts_with(page));
/// assert!(update.text.contains(r#"requests.get("https://a.example/")"#));
/// ```
///
/// # Errors
/// Every problem of the page, warnings included, in its order, where one of them is an error.
pub fn expand(
    page: &str,
    path: &Path,
    config: &Config,
    mode: Mode,
) -> Result<Expanded, Vec<Problem>> {
    let page = Page {
        text: page,
        path,
        syntax: Syntax::of(path, config.flavor.value),
        config,
        mode,
    };
    let mut work = Work::default();
    if page.text.contains(scan::WORD) {
        page.read(&mut work);
    }
    work.problems
        .sort_by_key(|problem| (problem.line, problem.column));
    if work.problems.iter().any(Problem::is_error) {
        return Err(work.problems);
    }
    Ok(Expanded {
        text: spliced(page.text, work.edits),
        requests: work.requests,
        changes: work.changes,
        warnings: work.problems,
    })
}

struct Page<'p> {
    text: &'p str,
    path: &'p Path,
    syntax: Syntax,
    config: &'p Config,
    mode: Mode,
}

#[derive(Default)]
struct Work {
    edits: Vec<(Range<usize>, String)>,
    requests: usize,
    changes: Vec<Change>,
    problems: Vec<Problem>,
}

/// A request of a page: a fence, a directive, or both.
struct Job<'b> {
    /// All that is the author's.
    whole: Range<usize>,
    attributes: Attributes,
    fence: Option<&'b Fence>,
}

impl Page<'_> {
    fn read(&self, work: &mut Work) {
        let blocks = scan::scan(self.text, self.syntax);
        let mut rest = &*blocks;
        while let [block, after @ ..] = rest {
            rest = after;
            match block {
                Block::Fence(fence) => {
                    let info = &self.text[fence.info.clone()];
                    if attributes::is_ours(info) {
                        let attributes = self.fence_attributes(fence, work);
                        let whole = fence.block.clone();
                        let fence = Some(fence);
                        let job = Job {
                            whole,
                            attributes,
                            fence,
                        };
                        rest = self.job(&job, after, work);
                    }
                }
                Block::Directive(comment, text) => {
                    rest = self.directive(comment, text, after, work);
                }
                Block::Begin(comment, _) => {
                    let end = region_end(after);
                    rest = end.map_or(after, |(_, after)| after);
                    work.problems.push(self.problem(
                        comment.clone(),
                        "orphan-region",
                        "there is no request that this region belongs to",
                        "delete it, from this line to `snippetgen:end`, or put the request back \
                         in front of it",
                    ));
                }
                Block::End(comment) => work.problems.push(self.problem(
                    comment.clone(),
                    "orphan-end",
                    "there is no region that ends here",
                    "delete this line",
                )),
                Block::Unknown(comment) => work.problems.push(self.problem(
                    comment.clone(),
                    "unknown-comment",
                    "this comment begins as one of snippetgen does, and is none",
                    format!(
                        "write `{}`, on one line",
                        self.syntax.comment(match self.syntax {
                            Syntax::Rst => "snippetgen: langs=curl,python",
                            _ => "snippetgen langs=curl,python",
                        })
                    ),
                )),
            }
        }
    }

    fn fence_attributes(&self, fence: &Fence, work: &mut Work) -> Attributes {
        let mut wrong = Vec::new();
        let info = &self.text[fence.info.clone()];
        let attributes = Attributes::of_fence(info, fence.info.start, &mut wrong);
        self.wrong(wrong, work);
        attributes
    }

    /// A comment before a fence, or in place of one.
    fn directive<'b>(
        &self,
        comment: &Range<usize>,
        text: &Range<usize>,
        after: &'b [Block],
        work: &mut Work,
    ) -> &'b [Block] {
        let mut wrong = Vec::new();
        let written = &self.text[text.clone()];
        let attributes = Attributes::of_directive(written, text.start, &mut wrong);
        self.wrong(wrong, work);
        if let [Block::Fence(fence), rest @ ..] = after
            && self.blank(comment.end..fence.block.start)
        {
            let info = &self.text[fence.info.clone()];
            if attributes::is_ours(info) {
                work.problems.push(self.problem(
                    comment.clone(),
                    "directive-twice",
                    "the fence below has attributes of its own",
                    "keep the comment or the word `snippetgen` of the fence",
                ));
                return self.region(fence.block.end, rest, work).1;
            }
            if attributes::language(info).eq_ignore_ascii_case("http") {
                let whole = comment.start..fence.block.end;
                let fence = Some(fence);
                let job = Job {
                    whole,
                    attributes,
                    fence,
                };
                return self.job(&job, rest, work);
            }
        }
        if attributes.src.is_some() {
            let whole = comment.clone();
            let job = Job {
                whole,
                attributes,
                fence: None,
            };
            return self.job(&job, after, work);
        }
        work.problems.push(self.problem(
            comment.clone(),
            "orphan-directive",
            "no `http` fence follows",
            "put the request on the next line, or name its file with `src`",
        ));
        after
    }

    fn job<'b>(&self, job: &Job<'_>, after: &'b [Block], work: &mut Work) -> &'b [Block] {
        work.requests += 1;
        let (old, rest) = self.region(job.whole.end, after, work);
        let (fence, errors) = (job.fence, work.problems.len());
        if let Some(fence) = fence.filter(|fence| !fence.closed) {
            let first = fence.block.start..fence.info.end;
            work.problems.push(self.problem(
                first,
                "unclosed-fence",
                "this fence is not closed",
                "close it with as many backticks as it begins with, on a line of their own",
            ));
            return rest;
        }
        let Some(text) = self.tabs(job, work) else {
            return rest;
        };
        if work.problems[errors..].iter().any(Problem::is_error) {
            return rest;
        }
        match self.mode {
            Mode::Render => self.replace(job, old, &text, work),
            Mode::Update => self.update(job, old, &text, work),
        }
        rest
    }

    /// The region right after a request: its markers, and what follows it.
    fn region<'b>(
        &self,
        from: usize,
        after: &'b [Block],
        work: &mut Work,
    ) -> (Option<Region>, &'b [Block]) {
        let [Block::Begin(begin, text), rest @ ..] = after else {
            return (None, after);
        };
        if !self.blank(from..begin.start) {
            return (None, after);
        }
        let sum = region::read_begin(&self.text[text.clone()]);
        if let Err(reason) = sum {
            work.problems.push(self.problem(
                begin.clone(),
                "region-version",
                format!("this region cannot be brought up to date: {reason}"),
                "delete it, from this line to `snippetgen:end`, and run `snippetgen docs update`",
            ));
        }
        let Some((end, rest)) = region_end(rest) else {
            work.problems.push(self.problem(
                begin.clone(),
                "unclosed-region",
                "this region has no end",
                "delete what was generated, this line included, and run `snippetgen docs update`",
            ));
            return (None, rest);
        };
        let region = Region {
            whole: begin.start..end.end,
            between: begin.end..end.start,
            sum: sum.unwrap_or_default().to_owned(),
        };
        (Some(region), rest)
    }

    /// What is generated for a request.
    fn tabs(&self, job: &Job<'_>, work: &mut Work) -> Option<String> {
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
        let tabs = match &job.attributes.src {
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
        let mut text = String::new();
        // A `String` takes all that is written.
        let _ = match self.syntax {
            Syntax::Rst => super::rst::write(&tabs, &config, &mut text),
            _ => self.flavor(&config).write(&tabs, &mut text),
        };
        Some(text)
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

    /// Writes the region, where it is not there already.
    fn update(&self, job: &Job<'_>, old: Option<Region>, text: &str, work: &mut Work) {
        let line_end = self.line_end(job.whole.start);
        let (at, kind) = match &old {
            None => (job.whole.start, ChangeKind::Missing),
            Some(old) => {
                let prefix = region::prefix(self.text, old.whole.start);
                let inner = region::inner(&self.text[old.between.clone()], &prefix);
                let new = text.trim_matches('\n');
                match region::sum(&inner) == old.sum {
                    true if inner == new => return,
                    false if inner != new => (old.whole.start, ChangeKind::Edited),
                    _ => (old.whole.start, ChangeKind::Stale),
                }
            }
        };
        let (line, column) = crate::diagnostic::position(self.text.as_bytes(), at);
        work.changes.push(Change { kind, line, column });
        let edit = match old {
            Some(old) => {
                let prefix = region::prefix(self.text, old.whole.start);
                let region = region::write(text, self.syntax, &prefix, line_end);
                (old.whole, region)
            }
            None => {
                let at = job.fence.map_or(job.whole.start, |fence| fence.block.start);
                let prefix = region::prefix(self.text, at);
                let region = region::write(text, self.syntax, &prefix, line_end);
                let blank = prefix.trim_end();
                let mut new = format!("{line_end}{blank}{line_end}{prefix}{region}");
                if self.followed(job.whole.end) {
                    new += line_end;
                    new += blank;
                }
                (job.whole.end..job.whole.end, new)
            }
        };
        work.edits.push(edit);
    }

    /// Puts the tabs where the request was.
    fn replace(&self, job: &Job<'_>, old: Option<Region>, text: &str, work: &mut Work) {
        let line_end = self.line_end(job.whole.start);
        let end = old.map_or(job.whole.end, |old| old.whole.end);
        let prefix = region::prefix(self.text, job.whole.start);
        let lines = text.trim_matches('\n').split('\n');
        let mut new = String::new();
        let blank = prefix.trim_end();
        if self.preceded(job.whole.start) {
            new = format!("{line_end}{prefix}");
        }
        new += &region::joined(lines, &prefix, line_end);
        if self.followed(end) {
            new += line_end;
            new += blank;
        }
        work.edits.push((job.whole.start..end, new));
    }

    /// Whether a line with text follows the line that ends here.
    fn followed(&self, end: usize) -> bool {
        let mut lines = self.text[end..].split('\n').skip(1);
        lines.next().is_some_and(|line| !is_blank(line))
    }

    /// Whether a line with text stands above the one that starts here, in one container with it.
    fn preceded(&self, start: usize) -> bool {
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let own = &self.text[line..start];
        let above = self.text[..line].trim_end_matches('\n').rsplit('\n').next();
        is_blank(own)
            && self.text[..line].ends_with('\n')
            && !self.text[..line].ends_with("\n\n")
            && above.is_some_and(|above| !is_blank(above))
    }

    fn blank(&self, range: Range<usize>) -> bool {
        self.text.get(range).is_some_and(is_blank)
    }

    /// The line end of the line that `at` is in, or of the page.
    fn line_end(&self, at: usize) -> &'static str {
        let ends_in_crlf = |text: &str| {
            let end = text.find('\n')?;
            Some(text[..end].ends_with('\r'))
        };
        match ends_in_crlf(&self.text[at..]).or_else(|| ends_in_crlf(self.text)) {
            Some(true) => "\r\n",
            _ => "\n",
        }
    }

    fn wrong(&self, wrong: Vec<Wrong>, work: &mut Work) {
        let problem = |it: Wrong| self.problem(it.span, it.id, it.message, it.help);
        work.problems.extend(wrong.into_iter().map(problem));
    }

    fn problem(
        &self,
        span: Range<usize>,
        id: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem::in_text(self.path, self.text, span, id, message, help)
    }
}

/// A region that is there.
struct Region {
    whole: Range<usize>,
    between: Range<usize>,
    sum: String,
}

/// The end of the region that `blocks` are in, and what follows it.
fn region_end(blocks: &[Block]) -> Option<(&Range<usize>, &[Block])> {
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::End(comment) => return Some((comment, &blocks[index + 1..])),
            Block::Begin(..) => return None,
            Block::Fence(_) | Block::Directive(..) | Block::Unknown(_) => {}
        }
    }
    None
}

/// Whether there is nothing but blanks and marks of quotes.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '>')
}

fn spliced(page: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut text =
        String::with_capacity(page.len() + edits.iter().map(|it| it.1.len()).sum::<usize>());
    let mut at = 0;
    for (range, new) in edits {
        text += &page[at..range.start];
        text += &new;
        at = range.end;
    }
    text += &page[at..];
    text
}
