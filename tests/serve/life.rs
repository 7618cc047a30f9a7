//! How the server starts and ends.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

use crate::server::{Server, command, read};

fn signal(server: &Server, name: &str) {
    let id = server.child.id().to_string();
    let status = Command::new("kill").args([name, &id]).status().unwrap();
    assert!(status.success());
}

#[test]
fn a_signal_ends_it_and_requests_in_hand_are_answered() {
    for name in ["-INT", "-TERM"] {
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
        signal(&server, name);
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
