//! `snippetgen send`: the request sent, and its response.

mod json;
mod show;
mod variables;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::builder::TypedValueParser;
use snippetgen::request::Scheme;
use snippetgen::send::{self, Options, Response, Roots, Variables};

use super::input::{Input, SchemeName};
use super::{Failure, Outcome, output, report};
use variables::Variable;
use watch::Watch;

/// How many redirections `--follow` follows.
const REDIRECTIONS: usize = 10;

#[derive(Args)]
pub(super) struct Arguments {
    /// File of the raw HTTP request, `-` for standard input
    file: Option<PathBuf>,

    /// Fill `{NAME}` in, with VALUE or from the environment
    ///
    /// `--var id=7` gives the value itself; `--var token@API_TOKEN` takes it from the environment
    /// variable API_TOKEN, which keeps it out of the list of processes and out of histories. `{id}`
    /// and `{{id}}` are filled in wherever they stand: percent-encoded in a target and in a form,
    /// escaped in JSON strings and in XML. In the target and in fields every `{name}` needs a value;
    /// in a body, one that is a whole JSON string or a whole value of a form.
    #[arg(
        long = "var",
        value_name = "NAME=VALUE|NAME@VARIABLE",
        value_parser = clap::builder::StringValueParser::new().map(Variable::from)
    )]
    variables: Vec<Variable>,

    /// Send `{name}` and other placeholders as they stand
    #[arg(long, conflicts_with = "variables")]
    literal: bool,

    /// http or https, for a request that does not tell its own
    ///
    /// Without it, http for loopback hosts and port 80, https for all others.
    #[arg(long, value_enum, value_name = "SCHEME", hide_possible_values = true)]
    scheme: Option<SchemeName>,

    /// Send the body with its final line end
    ///
    /// Without it, the one final line end of a message without Content-Length is the editor's.
    #[arg(long)]
    exact: bool,

    /// Print status line and fields before the body
    ///
    /// A terminal gets them without being asked.
    #[arg(short, long)]
    include: bool,

    /// Print the request, too, on standard error
    ///
    /// Its secrets are masked, and its body is a number of bytes.
    #[arg(short, long)]
    verbose: bool,

    /// Write the body to a file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// How long it may take to the last byte; 0 for no limit
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Seconds,

    /// How long it may take to connect; 0 for no limit
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    connect_timeout: Seconds,

    /// How many bytes the body may have, before and after decoding
    ///
    /// It is held in memory.
    #[arg(long, value_name = "BYTES", default_value_t = 64 << 20)]
    max_bytes: u64,

    /// Trust the certificate authorities of a PEM file, and no others
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,

    /// Follow redirections, ten at most
    ///
    /// Another origin (scheme, host or port) gets no Authorization, Cookie, API key or other
    /// secret. As in browsers, 301 and 302 make a GET of a POST, and 303 of every method but HEAD.
    #[arg(long)]
    follow: bool,

    /// Send credentials over plain http to other machines
    #[arg(long)]
    insecure_auth: bool,

    /// Exit with 4 for a status of 400 to 499, with 5 for 500 to 599
    #[arg(long)]
    check_status: bool,
}

/// A time limit, `None` for none.
#[derive(Clone, Copy)]
struct Seconds(Option<Duration>);

fn seconds(text: &str) -> Result<Seconds, String> {
    let seconds = text.parse().ok();
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    match duration {
        Some(duration) => Ok(Seconds(Some(duration).filter(|limit| !limit.is_zero()))),
        None => Err("write a number of seconds, such as 30 or 0.5".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    if Input::is_missing(arguments.file.as_deref()) {
        report::short_help(&["send"]);
        return Err(Failure::Reported);
    }
    let variables = variables::collect(&arguments.variables)?;
    if let Some(file) = file(arguments) {
        check_directory(file)?;
    }
    let input = Input::read(arguments.file.as_deref())?;
    let message = message(arguments, &input, &variables)?;
    let scheme = arguments.scheme.map(Scheme::from);
    let request = snippetgen::parse_as(&message, scheme).map_err(|errors| unreadable(&errors))?;

    let watch = Arc::new(Watch::new(arguments.verbose, variables));
    let options = options(arguments, watch.clone());
    let response = block_on(send::send(&request, &options))?;
    watch.finish();
    let response = response.map_err(|error| Failure::with_help(error.to_string(), error.help()))?;
    print(arguments, &response)?;
    watch::sum(&response, arguments.include || show::is_terminal());
    if let Some(challenge) = response.challenge() {
        watch::explain(&challenge);
    }
    match (arguments.check_status, response.status.as_u16()) {
        (true, 400..=499) => Err(Failure::Status(4)),
        (true, 500..=599) => Err(Failure::Status(5)),
        _ => Ok(()),
    }
}

/// The message to be sent, its placeholders filled in.
fn message(
    arguments: &Arguments,
    input: &Input,
    variables: &Variables,
) -> Result<Vec<u8>, Failure> {
    let scheme = arguments.scheme.map(Scheme::from);
    let failed = |errors: &snippetgen::Errors| {
        report::diagnostics(input, errors.diagnostics());
        Failure::Reported
    };
    let request = snippetgen::parse_as(&input.bytes, scheme).map_err(|errors| failed(&errors))?;
    // Sending refuses what this one warns of, or is told to do it.
    let warnings = request.warnings().iter();
    report::diagnostics(
        input,
        warnings.filter(|one| one.id != "bearer-in-the-clear"),
    );
    if arguments.literal {
        return Ok(input.bytes.clone());
    }
    send::fill(&input.bytes, scheme, variables).map_err(|errors| failed(&errors))
}

/// What is wrong with a message that was filled in. No excerpt: it could show a value.
fn unreadable(errors: &snippetgen::Errors) -> Failure {
    match errors
        .diagnostics()
        .iter()
        .find(|one| one.severity == snippetgen::Severity::Error)
    {
        Some(one) => Failure::Said {
            message: format!("with its placeholders filled in, {}", one.message),
            help: one.help.clone(),
        },
        None => Failure::new("the message cannot be read with its placeholders filled in"),
    }
}

fn options(arguments: &Arguments, watch: Arc<Watch>) -> Options {
    let mut options = Options::default();
    options.exact = arguments.exact;
    options.connect_timeout = arguments.connect_timeout.0;
    options.timeout = arguments.timeout.0;
    options.max_bytes = arguments.max_bytes;
    options.insecure_auth = arguments.insecure_auth;
    if arguments.follow {
        options.follow = REDIRECTIONS;
    }
    if let Some(file) = &arguments.cacert {
        options.roots = Roots::File(file.clone());
    }
    options.observe = Some(Arc::new(move |event| watch.see(event)));
    options
}

fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| Failure::new(format!("cannot wait for the network: {error}")))?;
    let output = runtime.block_on(future);
    // The system may still look for a host nobody waits for any more.
    runtime.shutdown_background();
    Ok(output)
}

/// A response is not to be had twice: there has to be a place for it.
fn check_directory(file: &Path) -> Outcome {
    let directory = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    match directory.is_dir() && !file.is_dir() {
        true => Ok(()),
        false => Err(Failure::with_help(
            format!(
                "cannot write `{}`",
                file.display().to_string().escape_debug()
            ),
            "name a file in a directory that is there; nothing was sent",
        )),
    }
}

fn print(arguments: &Arguments, response: &Response) -> Outcome {
    let file = file(arguments);
    if show::is_terminal() {
        output::print_styled(&show::styled(response, file.is_none()))?;
    } else {
        if arguments.include {
            output::print(&show::head(response))?;
        }
        if file.is_none() {
            output::print(&response.body)?;
        }
    }
    match file {
        Some(file) => output::write_file(file, &response.body),
        None => Ok(()),
    }
}

/// The file of `--output`; `-` is standard output.
fn file(arguments: &Arguments) -> Option<&Path> {
    let file = arguments.output.as_deref();
    file.filter(|file| file.as_os_str() != "-")
}
