//! The command line: one file a command. Nothing else knows a terminal.

mod choice;
mod completions;
#[cfg(feature = "docs")]
mod config;
#[cfg(feature = "docs")]
mod docs;
mod failure;
mod format;
mod input;
mod inspect;
mod list;
mod man;
#[cfg(feature = "docs")]
mod mdbook;
mod output;
#[cfg(feature = "docs")]
mod problems;
mod render;
mod report;
#[cfg(feature = "send")]
mod send;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "verify")]
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use failure::{Failure, Outcome};

const EXAMPLES: &str = "\
Examples:
  snippetgen --lang python request.http         Python, with its default client
  snippetgen --lang python/httpx <request.http  the request from standard input
  snippetgen --lang python,node,curl <request.http
                                                Markdown, a block a language
  snippetgen --lang python/all --out snippets request.http
                                                a file for every client of Python
  snippetgen --lang curl --auth env:TOKEN <request.http
                                                the token from $TOKEN
  snippetgen docs update README.md              snippets after the requests of a page
  snippetgen send request.http --var token@API_TOKEN
                                                send it, and see the response
  snippetgen serve                              all of that in a page of the browser
  snippetgen verify request.http                run every snippet, and compare what it sends";

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  verify found a difference; `docs update --check` found a page that is not up to date
  2  an error: nothing was written, but by verify, which tells what it could run";

#[cfg(feature = "verify")]
const VERIFY_EXIT_CODES: &str = "\
Exit codes:
  0  every snippet is exact, equivalent, noted, refused or skipped
  1  a snippet sent something else, or failed
  2  an error, such as a request that cannot be read; the others were run all the same";

#[cfg(feature = "send")]
const SEND_EXAMPLES: &str = "\
Examples:
  snippetgen send request.http                 the response, as a terminal shows it best
  snippetgen send request.http | jq .name      its body alone, byte for byte
  snippetgen send --var token@API_TOKEN request.http
                                               {token} from the environment variable API_TOKEN

Exit codes:
  0  a response came, whatever its status
  2  none came, or it could not be written
  4  with --check-status: its status is 400 to 499
  5  with --check-status: its status is 500 to 599";

/// Turn a raw HTTP request into code
///
/// The snippet goes to standard output; notes on what a client cannot do exactly, warnings and
/// errors go to standard error.
#[derive(Parser)]
#[command(
    version,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    after_help = "Try `snippetgen --help` for examples and `snippetgen list` for the languages.",
    after_long_help = format!("{EXAMPLES}\n\n{}\n{EXIT_CODES}", list::help())
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    render: render::Arguments,
}

// The arguments of a command are made when it is called: most calls want a snippet alone.
#[derive(Subcommand)]
#[command(defer = true)]
enum Command {
    /// List the languages and their clients
    List(list::Arguments),
    /// Print what was read in a request, as JSON
    ///
    /// An object with method, target, version, scheme, authority, url, fields, body, bearer and
    /// warnings; secrets are shown. Bytes that are not UTF-8 are base64, under names such as
    /// `value_base64`. In a JSON body a number keeps its text as {"number": "1.0"}, and an object
    /// its order and duplicates as {"members": [{"name": "a", "value": null}]}.
    Inspect(inspect::Arguments),
    /// Run the snippets of requests, and compare what they send with what was asked for
    ///
    /// Every client's snippet is run with the toolchain found on this machine, against a server on
    /// loopback that takes the place of the request's own: nothing leaves the machine. Secrets
    /// (credentials, cookies, keys, and such parameters of a query or a form) are replaced by
    /// stand-ins of the same shape; everything else stays as it is. A verdict is `exact`;
    /// `equivalent`, where only the spelling of a body differs; `noted`, where a note of the snippet
    /// says what differs; `refused`; `skipped`, without a toolchain; else the snippet has failed.
    #[cfg(feature = "verify")]
    #[command(after_help = VERIFY_EXIT_CODES)]
    Verify(verify::Arguments),
    /// Send a request, and print its response
    ///
    /// The target and the field lines go out as they are given, over HTTP/1.1. Nothing is added but
    /// a missing Host and the Content-Length of a body (or, without one, of POST, PUT and PATCH);
    /// a Content-Length that is wrong is corrected. Proxies of the environment are not used.
    ///
    /// A terminal is shown status, fields and body, with JSON over lines and control characters
    /// made visible; a pipe gets the bytes of the body. Bodies in gzip, deflate, br and zstd are
    /// decoded. Time and size go to standard error, with the status where it is not printed, and so
    /// does what the server says against a bearer token.
    #[cfg(feature = "send")]
    #[command(after_help = SEND_EXAMPLES)]
    Send(send::Arguments),
    /// Put the snippets of requests into pages of documentation
    #[cfg(feature = "docs")]
    #[command(subcommand)]
    Docs(docs::Command),
    /// Print the configuration that is in force for pages, and who says so
    ///
    /// It is that of `snippetgen.toml` in the nearest directory above a page, as far as the one
    /// with `.git`. An attribute of a fence wins over an option of the command line, and that over
    /// the file.
    #[cfg(feature = "docs")]
    Config(config::Arguments),
    #[cfg(feature = "docs")]
    #[command(flatten)]
    Mdbook(mdbook::Command),
    /// Serve the page, its HTTP API and echo endpoints
    ///
    /// The page turns requests into code as one types, and sends them. The API is described at
    /// /api/openapi.json. The endpoints below /echo answer what examples need: `/echo/get/json` and
    /// the like a success, `/echo/auth/bearer` what a good, a bad or a missing token gets, and
    /// `/echo/anything` what it was sent. Only this machine can reach it, unless `--bind` is given.
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    /// Print the completions of a shell
    Completions(completions::Arguments),
    /// Print the manual page
    Man(man::Arguments),
}

/// Runs the command line of this process.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match &cli.command {
        None => render::run(&cli.render),
        Some(Command::List(arguments)) => list::run(arguments),
        Some(Command::Inspect(arguments)) => inspect::run(arguments),
        #[cfg(feature = "verify")]
        Some(Command::Verify(arguments)) => verify::run(arguments),
        #[cfg(feature = "send")]
        Some(Command::Send(arguments)) => send::run(arguments),
        #[cfg(feature = "docs")]
        Some(Command::Docs(command)) => docs::run(command),
        #[cfg(feature = "docs")]
        Some(Command::Config(arguments)) => config::run(arguments),
        #[cfg(feature = "docs")]
        Some(Command::Mdbook(command)) => mdbook::run(command),
        #[cfg(feature = "serve")]
        Some(Command::Serve(arguments)) => serve::run(arguments),
        Some(Command::Completions(arguments)) => completions::run(arguments),
        Some(Command::Man(arguments)) => man::run(arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit(),
    }
}

fn command() -> clap::Command {
    Cli::command()
}
