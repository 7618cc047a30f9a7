//! Parts of a `multipart/form-data` body.
