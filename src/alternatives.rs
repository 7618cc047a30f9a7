//! The clients that can do what another cannot.

use std::fmt;
use std::sync::OnceLock;

use crate::{Client, Note, Options, Place, Request, render_into};

/// The clients to turn to where one has a note or refuses, for one request under one set of
/// options. What every client makes of it is found out once, at the first question.
///
/// ```
/// use snippetgen::{Alternatives, Client, Options};
///
/// let request = snippetgen::parse(b"OPTIONS * HTTP/1.1\nHost: a.example\n\n")?;
/// let options = Options::default();
/// let client = Client::find("python/requests").unwrap();
/// let refusal = snippetgen::render(&request, client, &options).unwrap_err();
/// let able = Alternatives::new(&request, &options).to(client, refusal.place);
/// assert_eq!(able[0], "python/http.client");
/// # Ok::<(), snippetgen::Errors>(())
/// ```
#[derive(Debug)]
pub struct Alternatives<'r> {
    request: &'r Request<'r>,
    options: &'r Options,
    outcomes: OnceLock<Vec<(&'static Client, Vec<Note>)>>,
}

impl<'r> Alternatives<'r> {
    /// Nothing is rendered yet.
    pub fn new(request: &'r Request<'r>, options: &'r Options) -> Self {
        Self {
            request,
            options,
            outcomes: OnceLock::new(),
        }
    }

    /// The ids of the clients that send this place exactly: those of the same language first, then
    /// those that send everything exactly.
    pub fn to(&self, client: &Client, place: Place) -> Vec<&'static str> {
        let outcomes = self.outcomes.get_or_init(|| {
            let outcome = |client: &'static Client| {
                let written = render_into(self.request, client, self.options, &mut Nowhere);
                Some((client, written.ok()?.ok()?))
            };
            Client::all().filter_map(outcome).collect()
        });
        let mut able: Vec<_> = outcomes
            .iter()
            .filter(|(_, notes)| notes.iter().all(|note| note.place != place))
            .collect();
        let language = client.language().id;
        able.sort_by_key(|(other, notes)| (other.language().id != language, !notes.is_empty()));
        able.iter().map(|(other, _)| other.id).collect()
    }
}

/// A writer for when only the notes count.
struct Nowhere;

impl fmt::Write for Nowhere {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}
