//! What standard error is told while a request is sent, and afterwards.

use std::io::Write;
use std::sync::OnceLock;

use clap::builder::styling::Style;
use indicatif::{ProgressBar, ProgressStyle};
use snippetgen::send::challenge::Bearer;
use snippetgen::send::{Event, Field, Response, Variables};

use super::super::report;
use super::show::{visible, visible_bytes};

/// A body of more bytes is worth a bar.
const LONG: u64 = 1 << 20;

const ASIDE: Style = Style::new().dimmed();

pub(super) struct Watch {
    verbose: bool,
    variables: Variables,
    bar: OnceLock<ProgressBar>,
}

impl Watch {
    pub(super) fn new(verbose: bool, variables: Variables) -> Self {
        Self {
            verbose,
            variables,
            bar: OnceLock::new(),
        }
    }

    pub(super) fn see(&self, event: Event<'_>) {
        match event {
            Event::Sending {
                origin,
                line,
                fields,
                body,
                ..
            } if self.verbose => self.request(origin, line, fields, body),
            Event::Redirected {
                status, dropped, ..
            } if self.verbose || !dropped.is_empty() => redirection(status, dropped),
            Event::Received { bytes, of, .. } => self.received(bytes, of),
            _ => {}
        }
    }

    fn request(&self, origin: &str, line: &[u8], fields: &[Field], body: usize) {
        let masked = |bytes: &[u8]| visible_bytes(&self.variables.mask(bytes));
        let mut text = format!(
            "{ASIDE}* {}{ASIDE:#}\n> {}\n",
            visible(origin),
            masked(line)
        );
        for field in fields {
            text += &format!("> {}: {}\n", field.name, masked(&field.value));
        }
        text += match body {
            0 => ">\n".to_owned(),
            1 => format!(">\n{ASIDE}* a body of 1 byte{ASIDE:#}\n"),
            _ => format!(">\n{ASIDE}* a body of {body} bytes{ASIDE:#}\n"),
        }
        .as_str();
        tell(&text);
    }

    /// Standard error has the bar, where that is a terminal.
    fn received(&self, bytes: u64, of: Option<u64>) {
        if of.unwrap_or(bytes) < LONG {
            return;
        }
        let bar = self.bar.get_or_init(|| progress_bar(of));
        bar.set_position(bytes);
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn progress_bar(of: Option<u64>) -> ProgressBar {
    let (bar, template) = match of {
        Some(of) => (
            ProgressBar::new(of),
            "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        ),
        None => (ProgressBar::no_length(), "{bytes} {bytes_per_sec}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn redirection(status: u16, dropped: &[String]) {
    let without = match dropped {
        [] => String::new(),
        _ => format!(" on another origin, without {}", dropped.join(", ")),
    };
    tell(&format!("{ASIDE}* {status}: followed{without}{ASIDE:#}\n"));
}

/// Time and size, and the status where it was not printed.
pub(super) fn sum(response: &Response, printed: bool) {
    let time = match response.elapsed.as_millis() {
        time @ ..1000 => format!("{time} ms"),
        _ => format!("{:.1} s", response.elapsed.as_secs_f64()),
    };
    let size = response.body.len();
    let mut text = match printed {
        true => String::new(),
        false => {
            let reason = visible_bytes(&response.reason);
            format!("{} {reason}", response.status.as_u16())
                .trim_end()
                .to_owned()
                + ", "
        }
    };
    text += &match size {
        1 => format!("{time}, 1 byte"),
        _ => format!("{time}, {size} bytes"),
    };
    if response.encoded_length != size as u64 {
        text += &format!(" ({} before decoding)", response.encoded_length);
    }
    if response.redirections > 0 {
        text += &format!(", from {}", visible(&response.origin));
    }
    tell(&format!("{ASIDE}{text}{ASIDE:#}\n"));
}

/// What the server says against the bearer token.
pub(super) fn explain(challenge: &Bearer) {
    let mut message = match &challenge.error {
        Some(error) => format!("the server says `{}`", visible(error)),
        None => "the server wants a bearer token".to_owned(),
    };
    if let Some(description) = &challenge.description {
        message += &format!(": {}", visible(description));
    }
    let mut help = visible(&challenge.explanation);
    if let Some(uri) = &challenge.uri {
        help += &format!(" More: {}", visible(uri));
    }
    report::aside(&message, &help);
}

fn tell(text: &str) {
    // Nobody is left to tell where standard error is closed.
    let _ = anstream::stderr().write_all(text.as_bytes());
}
