//! `snippetgen serve`

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};

use clap::Args;
use http::uri::Authority;
use snippetgen::serve::{Options, Sending, Server};

use super::{Failure, Outcome};

#[derive(Args)]
pub(super) struct Arguments {
    /// Address of this machine to listen at
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,

    /// Port to listen at, 0 for any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,

    /// Name to answer to, such as that of a proxy in front
    ///
    /// Requests for other names than those given, localhost and the address bound are refused: a
    /// page of another site may have made its name point here. Others than this machine are taken
    /// to reach the server by such a name.
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = name)]
    host: Vec<String>,

    /// Host that requests may be sent to, and no other
    #[arg(long, value_name = "HOST[:PORT]", value_delimiter = ',', value_parser = authority)]
    allow: Vec<String>,

    /// Send requests even where others than this machine can reach the server
    ///
    /// They are not sent into this machine's own network then, but to hosts that `--allow` names.
    #[arg(long)]
    send: bool,

    /// Send no requests: the page shows code alone
    #[arg(long, conflicts_with_all = ["allow", "send"])]
    no_send: bool,
}

fn authority(text: &str) -> Result<String, &'static str> {
    match text.parse::<Authority>() {
        Ok(authority) if !authority.as_str().contains('@') => Ok(text.to_owned()),
        _ => Err("expected a host, or a host and a port, without scheme and path"),
    }
}

fn name(text: &str) -> Result<String, &'static str> {
    match text.parse::<Authority>() {
        Ok(authority) if authority.host() == text => Ok(text.to_owned()),
        _ => Err("expected the name of a host, without scheme, port and path"),
    }
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start the server: {error}")))?;
    let outcome = runtime.block_on(serve(arguments));
    // What is left in the background is nothing that anybody waits for.
    runtime.shutdown_background();
    outcome
}

async fn serve(arguments: &Arguments) -> Outcome {
    let server = Server::bind(options(arguments))
        .await
        .map_err(|error| taken(arguments, &error))?;
    let stop = stop().map_err(|error| Failure::new(format!("cannot wait for signals: {error}")))?;
    // Nobody is left to tell where standard error is closed.
    let _ = writeln!(
        io::stderr(),
        "snippetgen serves http://{}/ (end with Ctrl-C)",
        server.address()
    );
    server.run(stop).await;
    Ok(())
}

fn options(arguments: &Arguments) -> Options {
    let mut options = Options::default();
    options.address = arguments.bind;
    options.port = arguments.port;
    options.hosts.clone_from(&arguments.host);
    options.allow.clone_from(&arguments.allow);
    options.sending = match (arguments.no_send, arguments.send) {
        (true, _) => Sending::Off,
        (false, true) => Sending::On,
        (false, false) => Sending::Own,
    };
    options
}

fn taken(arguments: &Arguments, error: &io::Error) -> Failure {
    let (address, port) = (arguments.bind, arguments.port);
    let help = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there: name another `--port`, or `--port 0` for any free one"
        }
        io::ErrorKind::AddrNotAvailable => {
            "name an address of this machine with `--bind`; 127.0.0.1 always is one"
        }
        io::ErrorKind::PermissionDenied => "name a `--port` of 1024 or more",
        _ => "name another address with `--bind` and `--port`",
    };
    let message = format!("cannot listen at {address} port {port}: {error}");
    Failure::with_help(message, help)
}

/// Done at a signal to end.
#[cfg(unix)]
fn stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
