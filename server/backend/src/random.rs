//! The only place that draws random numbers: tokens and ids, straight from the operating system.

use rand::Rng;
use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;

use crate::hex;

/// Bytes in an id: 128 bits, so that ids never meet and cannot be guessed.
const ID_BYTES: usize = 16;

/// `bytes` random bytes in lower-case hexadecimal, two characters a byte.
///
/// # Panics
/// When the operating system has no randomness to give; nothing here is safe to do without it.
pub fn token_hex(bytes: usize) -> String {
    hex::encode(&self::bytes(bytes))
}

/// As many random bytes.
///
/// # Panics
/// As [`token_hex`].
pub fn bytes(count: usize) -> Vec<u8> {
    let mut drawn = vec![0; count];
    UnwrapErr(SysRng).fill_bytes(&mut drawn);
    drawn
}

/// A new id of a row: 32 hexadecimal characters.
pub fn id() -> String {
    token_hex(ID_BYTES)
}

#[cfg(test)]
mod tests {
    use super::{id, token_hex};

    #[test]
    fn an_id_is_32_lower_case_hexadecimal_characters() {
        let id = id();
        assert_eq!(id.len(), 32);
        assert!(id.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)));
    }

    #[test]
    fn two_tokens_are_never_alike() {
        assert_ne!(token_hex(32), token_hex(32));
        assert_eq!(token_hex(32).len(), 64);
    }
}
