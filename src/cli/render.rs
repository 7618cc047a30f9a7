//! `snippetgen --lang …`: the snippets of a request.

use std::io::Write;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use snippetgen::{Able, Auth, Client, Note, Options, Refusal, Request};

use super::choice::Names;
use super::format::{self, Format, Rendered};
use super::input::{Input, SchemeName};
use super::output::{self, CodeWriter};
use super::{Failure, Outcome, choice, report};

#[derive(Args)]
pub(super) struct Arguments {
    /// File of the raw HTTP request, `-` for standard input
    file: Option<PathBuf>,

    /// Language, with or without a client: python, python/httpx, all
    ///
    /// Takes several, with commas or by being repeated. A language alone means its default client,
    /// `all` every language with its default client, `python/all` every client of Python and
    /// `all/all` every client there is. Aliases such as `js`, `sh` or `c#` and names of clients
    /// such as `curl` are known too.
    #[arg(
        short,
        long,
        value_name = "LANG[/CLIENT]",
        value_delimiter = ',',
        value_parser = Names,
        hide_possible_values = true
    )]
    lang: Vec<String>,

    /// Client of the one language of `--lang`
    #[arg(short, long)]
    client: Option<String>,

    /// Send the body's bytes as they stand
    ///
    /// Without it a JSON body may become a literal of the language that means the same, a form its
    /// fields, and a final line end counts as the editor's.
    #[arg(long)]
    exact: bool,

    /// http or https, for a request that does not tell its own
    ///
    /// Without it, http for loopback hosts and port 80, https for all others.
    #[arg(long, value_enum, value_name = "SCHEME", hide_possible_values = true)]
    scheme: Option<SchemeName>,

    /// Write secrets as literal, placeholder[:TEXT] or env[:NAME]
    ///
    /// `literal` is as given, `placeholder` a text to be replaced, such as `<token>`, and `env` is
    /// looked up in the environment when the snippet runs: API_TOKEN for a bearer token, unless
    /// another name is given.
    #[arg(long, default_value = "literal", hide_default_value = true, value_parser = Auth::from_str)]
    auth: Auth,

    /// Print nothing that does not send the request exactly
    ///
    /// A note on what a client cannot do is an error then.
    #[arg(long)]
    strict: bool,

    /// code, markdown or json; code for one client, else markdown
    ///
    /// `code` is the snippet alone, `markdown` a fenced block for each client under its label,
    /// `json` an array with the snippets and their notes.
    #[arg(long, value_enum, hide_possible_values = true)]
    format: Option<Format>,

    /// Write a file for each client into a directory, all or none
    ///
    /// They are named like `python-requests.py`. Nothing goes to standard output.
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let clients = choice::clients(&arguments.lang, arguments.client.as_deref())?;
    if Input::is_missing(arguments.file.as_deref()) {
        report::short_help(&[]);
        return Err(Failure::Reported);
    }
    if clients.is_empty() {
        Input::check(arguments.file.as_deref())?;
        return Err(choice::missing());
    }
    let format = form(arguments, clients.len())?;
    let input = Input::read(arguments.file.as_deref())?;
    let request = input.parse(arguments.scheme)?;
    let mut options = Options::default();
    options.exact = arguments.exact;
    options.auth = arguments.auth.clone();
    let job = Job {
        input: &input,
        request: &request,
        options: &options,
        strict: arguments.strict,
        able: Able::new(&request, &options),
    };
    match (&*clients, &arguments.out) {
        ([client], None) if format == Format::Code && !job.strict => job.stream(client),
        (_, Some(directory)) => {
            let snippets = job.render(&clients)?;
            let files: Vec<_> = snippets
                .iter()
                .map(|one| (file_name(one.client), &*one.snippet.code))
                .collect();
            output::write_files(directory, &files)
        }
        (_, None) => {
            let snippets = job.render(&clients)?;
            match format {
                Format::Code => output::write(|out| {
                    let mut code = snippets.iter().map(|one| one.snippet.code.as_bytes());
                    code.try_for_each(|code| out.write_all(code))
                }),
                Format::Markdown => output::write(|out| format::markdown(&snippets, out)),
                Format::Json => output::print_json(&format::rows(&input, &request, &snippets)),
            }
        }
    }
}

/// The format that was asked for, or the one that suits so many clients.
fn form(arguments: &Arguments, clients: usize) -> Result<Format, Failure> {
    match (arguments.format, &arguments.out) {
        (None | Some(Format::Code), Some(_)) => Ok(Format::Code),
        (Some(_), Some(_)) => Err(Failure::with_help(
            "`--out` writes files of code",
            "leave `--format` out, or send the result elsewhere with `>`",
        )),
        (Some(Format::Code), None) if clients > 1 => Err(Failure::with_help(
            "snippets of several clients do not make one program",
            "name one client, or use `--format markdown`, `--format json` or `--out DIR`",
        )),
        (Some(format), None) => Ok(format),
        (None, None) if clients > 1 => Ok(Format::Markdown),
        (None, None) => Ok(Format::Code),
    }
}

/// `python-requests.py`
fn file_name(client: &Client) -> String {
    let stem = client.id.replace('/', "-");
    format!("{stem}.{}", client.language().extension)
}

/// What one call has to do, whatever the clients.
struct Job<'r> {
    input: &'r Input,
    request: &'r Request<'r>,
    options: &'r Options,
    strict: bool,
    /// The ways out for those that cannot send it.
    able: Able<'r>,
}

impl Job<'_> {
    /// One snippet, straight to standard output.
    fn stream(&self, client: &'static Client) -> Outcome {
        let mut out = CodeWriter::stdout();
        match snippetgen::render_into(self.request, client, self.options, &mut out) {
            Ok(written) => {
                out.finish()?;
                for note in written.unwrap_or_default() {
                    self.note(client, &note);
                }
                Ok(())
            }
            Err(refusal) => {
                self.refuse(client, &refusal);
                Err(Failure::Reported)
            }
        }
    }

    /// The snippets of all clients, or what keeps any of them from being one.
    fn render(&self, clients: &[&'static Client]) -> Result<Vec<Rendered>, Failure> {
        let mut snippets = Vec::with_capacity(clients.len());
        let mut failed = false;
        for client in clients {
            match snippetgen::render(self.request, client, self.options) {
                Ok(snippet) => {
                    let notes = snippet.notes.iter();
                    let able: Vec<_> = notes.map(|note| self.note(client, note)).collect();
                    failed |= self.strict && !able.is_empty();
                    snippets.push(Rendered {
                        client,
                        snippet,
                        able,
                    });
                }
                Err(refusal) => {
                    self.refuse(client, &refusal);
                    failed = true;
                }
            }
        }
        match failed {
            true => Err(Failure::Reported),
            false => Ok(snippets),
        }
    }

    /// Says a note, and gives the clients that do without it.
    fn note(&self, client: &Client, note: &Note) -> Vec<&'static str> {
        let able = self.able.clients(client, note.place);
        report::note(
            self.input,
            self.request,
            client.id,
            note,
            &able,
            self.strict,
        );
        able.iter().map(|client| client.id).collect()
    }

    fn refuse(&self, client: &Client, refusal: &Refusal) {
        let able = self.able.clients(client, refusal.place);
        report::refusal(self.input, self.request, client.id, refusal, &able);
    }
}
