//! Fields of an `application/x-www-form-urlencoded` body.
use std::borrow::Cow;
#[derive(Debug)]
pub struct FormField<'b> {
    pub name: Cow<'b, str>,
    pub value: Cow<'b, str>,
}
#[derive(Debug)]
pub struct Form<'b> {
    fields: Vec<FormField<'b>>,
}
impl<'b> Form<'b> {
    pub fn parse(_: &'b [u8]) -> Option<Self> {
        None
    }
    pub fn fields(&self) -> &[FormField<'b>] {
        &self.fields
    }
    pub fn encodes_back(&self, _: &[u8], _: &[u8], _: &str) -> bool {
        false
    }
}
