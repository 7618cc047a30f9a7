//! Sending a request as it is given, and reading its response.
