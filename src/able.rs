//! The ways out of a note or a refusal: the clients that do without it.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::fmt;

use crate::{Client, Options, Place, Request, render_into};

/// What every client makes of a request, found out when it is first asked for.
#[derive(Debug)]
pub struct Able<'r> {
    request: &'r Request<'r>,
    options: &'r Options,
    /// Where each client that has a snippet deviates.
    others: OnceCell<Vec<(&'static Client, HashSet<Place>)>>,
}

impl<'r> Able<'r> {
    /// Nothing is rendered yet.
    pub fn new(request: &'r Request<'r>, options: &'r Options) -> Self {
        let others = OnceCell::new();
        Self {
            request,
            options,
            others,
        }
    }

    /// The clients that send this place exactly: those of the same language first, then those that
    /// send everything exactly.
    ///
    /// ```
    /// use snippetgen::{Able, Client, Options, Place};
    ///
    /// let request = snippetgen::parse(b"OPTIONS * HTTP/1.1\nHost: a.example\n")?;
    /// let options = Options::default();
    /// let python = Client::find("python/requests").unwrap();
    /// let able = Able::new(&request, &options).clients(python, Place::Target);
    /// assert_eq!(able[0].id, "python/httpx");
    /// # Ok::<(), snippetgen::Errors>(())
    /// ```
    pub fn clients(&self, client: &Client, place: Place) -> Vec<&'static Client> {
        let others = self.others.get_or_init(|| {
            let outcome = |client: &'static Client| {
                let written = render_into(self.request, client, self.options, &mut Nowhere);
                let notes = written.ok()?.ok()?;
                Some((client, notes.iter().map(|note| note.place).collect()))
            };
            Client::all().filter_map(outcome).collect()
        });
        let mut able: Vec<_> = others
            .iter()
            .filter(|(_, places)| !places.contains(&place))
            .collect();
        let language = client.language().id;
        able.sort_by_key(|(other, places)| (other.language().id != language, !places.is_empty()));
        able.iter().map(|(other, _)| *other).collect()
    }
}

/// A writer for when only the notes count.
struct Nowhere;

impl fmt::Write for Nowhere {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}
