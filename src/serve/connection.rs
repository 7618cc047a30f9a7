//! Connections: how many, for how long, and how they end.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use super::wire::{HEAD_LIMIT, Heads, Wire};

/// As many as are served at once, where the system allows as many.
const CONNECTIONS: usize = 4096;
/// Files that are not connections of clients: the standard streams, and requests being sent.
const OTHER_FILES: usize = 128;
/// For a head to arrive, and between two requests.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// For the requests in hand, once the server is to stop.
const LAST_PATIENCE: Duration = Duration::from_secs(5);

const TURNED_AWAY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    Connection: close\r\n\
    Content-Length: 0\r\n\
    Retry-After: 1\r\n\r\n";

pub(super) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(HEAD_LIMIT);
    let places = Arc::new(Semaphore::new(places()));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                rest(&error).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            // One write that does not wait: whoever does not see it sees a closed connection.
            let _ = stream.try_write(TURNED_AWAY);
            continue;
        };
        // Answers are written whole; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let heads = Heads::default();
        let wire = TokioIo::new(Wire::new(stream, heads.clone()));
        let router = TowerToHyperService::new(router.clone());
        let answer = service_fn(move |mut request: Request<Incoming>| {
            if let Some(head) = heads.next() {
                request.extensions_mut().insert(head);
            }
            router.call(request)
        });
        let connection = open.watch(http.serve_connection(wire, answer));
        tokio::spawn(hold(place, connection));
    }
    drop(listener);
    let _ = timeout(LAST_PATIENCE, open.shutdown()).await;
}

/// Keeps the place of a connection until it ends, however it ends.
async fn hold<T>(place: OwnedSemaphorePermit, connection: impl Future<Output = T>) {
    connection.await;
    drop(place);
}

/// After an error of one connection the next one can be good; without files it takes a while.
async fn rest(error: &io::Error) {
    let of_one = matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    );
    if !of_one {
        sleep(Duration::from_millis(50)).await;
    }
}

/// How many connections there can be, after asking the system for as many files as it gives.
fn places() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};

        let mut limit = getrlimit(Resource::Nofile);
        let wanted = (CONNECTIONS + OTHER_FILES) as u64;
        if limit.current.is_some_and(|current| current < wanted) {
            let most = limit.maximum.unwrap_or(wanted).min(wanted);
            limit.current = limit.current.max(Some(most));
            // Where it says no, there are fewer places.
            let _ = setrlimit(Resource::Nofile, limit);
        }
        let files = getrlimit(Resource::Nofile).current.unwrap_or(wanted);
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        files.saturating_sub(OTHER_FILES).clamp(16, CONNECTIONS)
    }
    #[cfg(not(unix))]
    {
        CONNECTIONS
    }
}
