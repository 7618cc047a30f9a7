//! Content codings (RFC 9110 §8.4).

use async_compression::tokio::bufread::{
    BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder,
};
use async_compression::zstd::DParameter;
use tokio::io::{AsyncRead, AsyncReadExt};

use super::error::{Error, ErrorKind};
use super::exchange::too_large;
use super::response::Field;

/// How many codings are taken off: more of them are there to do harm.
const CODINGS: usize = 5;

/// A decoder may ask for as much memory; 8 MiB, as RFC 9659 has it.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Takes off the codings that are known, the last one first.
pub(super) async fn decode(
    mut body: Vec<u8>,
    fields: &[Field],
    limit: u64,
) -> Result<Vec<u8>, Error> {
    let of_name = |field: &&Field| field.name.eq_ignore_ascii_case("content-encoding");
    let values = fields.iter().filter(of_name);
    let codings: Vec<_> = values
        .flat_map(|field| field.value.split(|byte| *byte == b','))
        .map(|coding| coding.trim_ascii().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != b"identity")
        .collect();
    if codings.len() > CODINGS {
        return Err(broken("there are too many of them"));
    }
    for coding in codings.iter().rev() {
        // A response to HEAD and one of status 304 name codings, and have no body.
        if body.is_empty() {
            break;
        }
        let bytes = &*body;
        let decoder: Box<dyn AsyncRead + Send + Unpin> = match &**coding {
            b"gzip" | b"x-gzip" => {
                let mut decoder = GzipDecoder::new(bytes);
                decoder.multiple_members(true);
                Box::new(decoder)
            }
            b"br" => Box::new(BrotliDecoder::new(bytes)),
            b"zstd" => {
                let window = [DParameter::window_log_max(ZSTD_WINDOW_LOG)];
                let mut decoder = ZstdDecoder::with_params(bytes, &window);
                decoder.multiple_members(true);
                Box::new(decoder)
            }
            // Some servers leave the header of zlib out.
            b"deflate" if !has_zlib_header(bytes) => Box::new(DeflateDecoder::new(bytes)),
            b"deflate" => Box::new(ZlibDecoder::new(bytes)),
            _ => break,
        };
        body = read(decoder, limit).await?;
    }
    Ok(body)
}

/// RFC 1950 §2.2.
fn has_zlib_header(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..]
        if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0)
}

async fn read(mut decoder: impl AsyncRead + Unpin, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut step = vec![0; 1 << 16];
    loop {
        let read = decoder.read(&mut step).await;
        let read = read.map_err(|error| broken(&error.to_string()))?;
        if read == 0 {
            return Ok(bytes);
        }
        bytes.extend_from_slice(&step[..read]);
        if bytes.len() as u64 > limit {
            return Err(too_large(limit));
        }
        // The source never waits: time limits and others get their turn here.
        tokio::task::yield_now().await;
    }
}

fn broken(what: &str) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the content coding of the body is broken: {what}"),
        "ask for the body without one: `Accept-Encoding: identity`",
    )
}
