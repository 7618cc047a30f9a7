//! Where a snippet is written, and how code learns the column it starts at.

use std::any::Any;
use std::cell::Cell;
use std::fmt;

use askama::{Template, Values};

/// A place on a page: the column text goes to next, and the indentation of its line.
#[derive(Default)]
pub(super) struct Place {
    pub(super) column: Cell<usize>,
    pub(super) indent: Cell<usize>,
    /// Whether the line has nothing but blanks so far.
    blank: Cell<bool>,
    started: Cell<bool>,
    /// Whether code is being printed, which keeps track of its column itself.
    in_code: Cell<bool>,
    /// What is tried on one line, kept from code to code for its capacity.
    pub(super) line: Cell<String>,
}

/// Writes a template and keeps track of the place, which it hands to [`super::Code`] through
/// askama's runtime values.
pub(crate) struct Page<'w> {
    out: &'w mut dyn fmt::Write,
    place: &'w Place,
}

impl Page<'_> {
    /// Renders a template, with a final line end.
    pub(crate) fn print(template: &impl Template, out: &mut dyn fmt::Write) -> fmt::Result {
        let place = Place::default();
        place.blank.set(true);
        let mut page = Page { out, place: &place };
        template
            .render_into_with_values(&mut page, &place)
            .map_err(|_| fmt::Error)?;
        page.out.write_char('\n')
    }

    /// The place of the page that is being written.
    pub(super) fn place(values: &dyn Values) -> Option<&Place> {
        values.get_value("place")?.downcast_ref()
    }
}

impl Place {
    /// Prints code here.
    pub(super) fn code(&self, print: impl FnOnce() -> fmt::Result) -> fmt::Result {
        self.started.set(true);
        self.blank.set(false);
        self.in_code.set(true);
        let printed = print();
        self.in_code.set(false);
        printed
    }
}

impl Values for Place {
    fn get_value<'a>(&'a self, _: &str) -> Option<&'a dyn Any> {
        Some(self)
    }
}

impl fmt::Write for Page<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.place.in_code.get() {
            return self.out.write_str(text);
        }
        // A template may start with a condition, which leaves line ends before the first line.
        let text = match self.place.started.get() {
            true => text,
            false => text.trim_start_matches('\n'),
        };
        if text.is_empty() {
            return Ok(());
        }
        self.place.started.set(true);
        // What follows the last line end is short, and found from the end.
        let line = match text.bytes().rposition(|byte| byte == b'\n') {
            Some(end) => {
                self.place.column.set(0);
                self.place.indent.set(0);
                self.place.blank.set(true);
                &text[end + 1..]
            }
            None => text,
        };
        if self.place.blank.get() {
            let blanks = line.bytes().take_while(|byte| *byte == b' ').count();
            self.place.indent.set(self.place.indent.get() + blanks);
            self.place.blank.set(blanks == line.len());
        }
        let columns = self.place.column.get() + line.chars().count();
        self.place.column.set(columns);
        self.out.write_str(text)
    }
}
