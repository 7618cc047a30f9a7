//! What of a page is a request, and what belongs to it.

use std::ops::Range;
use std::path::Path;

use super::{Change, Mode, PageRequest};
use crate::docs::attributes::{self, Attributes, Wrong};
use crate::docs::scan::{self, Block, Fence};
use crate::docs::syntax::Syntax;
use crate::docs::{Config, Problem, region};

pub(super) struct Page<'p> {
    pub(super) text: &'p str,
    pub(super) path: &'p Path,
    pub(super) syntax: Syntax,
    pub(super) config: &'p Config,
    pub(super) mode: Mode,
}

/// What has come of a page.
#[derive(Default)]
pub(super) struct Work {
    /// In the order of the page.
    pub(super) edits: Vec<(Range<usize>, String)>,
    pub(super) requests: usize,
    /// Those that became code.
    pub(super) messages: Vec<PageRequest>,
    pub(super) changes: Vec<Change>,
    pub(super) problems: Vec<Problem>,
}

/// A request of a page: a fence, a directive, or both.
pub(super) struct Job<'b> {
    /// All that is the author's.
    pub(super) whole: Range<usize>,
    pub(super) attributes: Attributes,
    pub(super) fence: Option<&'b Fence>,
}

impl Page<'_> {
    /// Everything there is to do, and to say.
    pub(super) fn read(&self, work: &mut Work) {
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
                    } else {
                        let wrong = attributes::nearly(info, fence.info.start);
                        self.wrong(wrong, work);
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
                    "delete this line, and what was generated above it",
                )),
                Block::Unknown(comment) => work.problems.push(self.problem(
                    comment.clone(),
                    "unknown-comment",
                    "this comment is nearly one of snippetgen, and is none",
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
                "close it with the marks it begins with, on a line of their own",
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

    fn blank(&self, range: Range<usize>) -> bool {
        self.text.get(range).is_some_and(is_blank)
    }

    fn wrong(&self, wrong: impl IntoIterator<Item = Wrong>, work: &mut Work) {
        let problem = |it: Wrong| self.problem(it.span, it.id, it.message, it.help);
        work.problems.extend(wrong.into_iter().map(problem));
    }

    pub(super) fn problem(
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
pub(super) struct Region {
    pub(super) whole: Range<usize>,
    pub(super) between: Range<usize>,
    pub(super) sum: String,
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
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '>')
}
