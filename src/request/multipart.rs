//! Parts of a `multipart/form-data` body.
#[derive(Debug)]
pub struct Part<'b>(&'b str);
#[derive(Debug)]
pub struct Multipart<'b>(Vec<Part<'b>>);
impl<'b> Multipart<'b> {
    pub fn parse(_: &'b [u8], _: &[u8]) -> Option<Self> {
        None
    }
}
