//! The page, its HTTP API and the echo endpoints.
