//! PDFs made by code, good ones and the parts that hostile ones are put together from.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};

/// A red square near the lower left corner of a page.
pub(crate) const RED_SQUARE: &[u8] = b"1 0 0 rg 20 20 60 60 re f";

/// A document under construction: a catalog, a page tree, and one page of 200 by 300 points with a red square.
pub(crate) struct Sample {
    pub(crate) document: Document,
    pub(crate) catalog: ObjectId,
    pub(crate) tree: ObjectId,
    pub(crate) page: ObjectId,
}

impl Sample {
    pub(crate) fn new() -> Sample {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let content = document.add_object(Stream::new(Dictionary::new(), RED_SQUARE.to_vec()));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 200.into(), 300.into()], "Resources" => Dictionary::new(),
        });
        let nodes = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        document.objects.insert(tree, nodes.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        Sample {
            document,
            catalog,
            tree,
            page,
        }
    }

    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.document.add_object(object)
    }

    /// Sets an entry of the dictionary `id`.
    pub(crate) fn set(&mut self, id: ObjectId, key: &str, value: impl Into<Object>) -> &mut Sample {
        self.document
            .get_dictionary_mut(id)
            .expect("the sample has it")
            .set(key, value);
        self
    }

    /// Replaces the one page by many copies of it.
    pub(crate) fn with_pages(mut self, count: usize) -> Sample {
        let page = self
            .document
            .get_dictionary(self.page)
            .expect("the sample has it")
            .clone();
        let kids: Vec<Object> = (0..count)
            .map(|_| self.document.add_object(page.clone()).into())
            .collect();
        self.set(self.tree, "Kids", kids);
        self
    }

    pub(crate) fn saved(mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).expect("the sample can be saved");
        bytes
    }

    /// Locked so that it opens with this password: with 40-bit or 128-bit RC4, AES-128 or AES-256.
    pub(crate) fn locked(mut self, version: u8, password: &str) -> Vec<u8> {
        self.document.trailer.set(
            "ID",
            vec![
                Object::string_literal("0123456789abcdef"),
                Object::string_literal("0123456789abcdef"),
            ],
        );
        let state = encryption(&self.document, version, password);
        self.document.encrypt(&state).expect("the sample can be locked");
        self.saved()
    }
}

fn encryption(document: &Document, version: u8, user_password: &str) -> EncryptionState {
    let permissions = Permissions::PRINTABLE;
    let owner_password = "見本";
    let filters = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), filter)]);
    let (stream_filter, string_filter) = (b"StdCF".to_vec(), b"StdCF".to_vec());
    let version = match version {
        1 => EncryptionVersion::V1 {
            document,
            owner_password: "owner",
            user_password,
            permissions,
        },
        2 => EncryptionVersion::V2 {
            document,
            owner_password: "owner",
            user_password,
            key_length: 128,
            permissions,
        },
        4 => EncryptionVersion::V4 {
            document,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes128CryptFilter)),
            stream_filter,
            string_filter,
            owner_password: "owner",
            user_password,
            permissions,
        },
        _ => EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &[7; 32],
            stream_filter,
            string_filter,
            owner_password,
            user_password,
            permissions,
        },
    };
    EncryptionState::try_from(version).expect("the sample can be locked")
}

/// These bytes as zlib packs them.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    packed_stream(Dictionary::new(), bytes).content
}

pub(crate) fn packed_stream(dictionary: Dictionary, bytes: &[u8]) -> Stream {
    let mut stream = Stream::new(dictionary, bytes.to_vec());
    stream.compress().expect("the sample can be packed");
    stream
}

/// A form that paints a blue square of 100 by 100 points.
pub(crate) fn blue_form() -> Stream {
    let dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    };
    Stream::new(dictionary, b"0 0 1 rg 0 0 100 100 re f".to_vec())
}

/// A PDF written by hand, without a table of its objects.
pub(crate) fn by_hand(objects: &[&str]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    file.extend(format!("trailer\n<< /Root 1 0 R /Size {} >>\n%%EOF\n", objects.len() + 1).bytes());
    file
}
