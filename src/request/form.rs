//! Fields of an `application/x-www-form-urlencoded` body.
