//! What is wrong in pages of documentation, on standard error.

use snippetgen::docs::Problem;

use super::report;

/// Says every problem, in the order of the list.
pub(super) fn say(problems: &[Problem]) {
    for problem in problems {
        report::problem(problem, &problem.file.display().to_string());
    }
}
