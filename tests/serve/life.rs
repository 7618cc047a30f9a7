//! How the server starts and ends.

use std::io::{Read, Write};
use std::net::TcpListener;

use rustix::process::{Pid, Signal, kill_process};

use crate::server::{Server, command, read};

fn end(server: &Server, signal: Signal) {
    let id = Pid::from_raw(server.child.id().cast_signed()).unwrap();
    kill_process(id, signal).unwrap();
}

#[test]
fn a_signal_ends_it_and_requests_in_hand_are_answered() {
    for signal in [Signal::INT, Signal::TERM] {
        let mut server = Server::start(&[]);
        let mut idle = server.connect();
        let mut asking = server.connect();
        let head = format!(
            "POST /echo/anything HTTP/1.1\r\nHost: {}\r\nExpect: 100-continue\r\n\
             Content-Length: 2\r\n\r\n",
            server.address
        );
        asking.write_all(head.as_bytes()).unwrap();
        // The server asks for the body: the request is in its hands.
        let mut leave = [0; 25];
        asking.read_exact(&mut leave).unwrap();
        assert_eq!(&leave, b"HTTP/1.1 100 Continue\r\n\r\n");
        end(&server, signal);
        assert_eq!(idle.read(&mut [0]).unwrap(), 0);
        asking.write_all(b"hi").unwrap();
        assert_eq!(read(&mut asking).json()["body"], "hi");
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
        let mut said = String::new();
        server.stderr.read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
    }
}

#[test]
fn a_port_that_is_taken_is_an_error_with_help() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = command(&["--port", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(&format!("cannot listen at 127.0.0.1 port {port}")),
        "{said}"
    );
    assert!(said.contains("--port 0"), "{said}");
    assert_eq!(output.stdout, b"");
}

#[test]
fn options_that_could_not_mean_anything_are_errors() {
    for (arguments, words) in [
        (
            ["--allow", "https://api.example.com/"],
            "without scheme and path",
        ),
        (
            ["--host", "example.com:80"],
            "without scheme, port and path",
        ),
        (["--port", "65536"], "65536"),
        (["--bind", "localhost"], "invalid IP address"),
        (["--no-send", "--allow=a.example"], "cannot be used with"),
    ] {
        let output = command(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(words), "{said}");
    }
}
