//! The same file attached twice: nobody is refused for it, but the doctor should know before the association asks.

use serde::{Deserialize, Serialize};

use super::{Case, Claim, Document};
use crate::ids::DocumentId;

/// A proof by its fingerprints, with what its claim is called on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// Which document.
    pub id: DocumentId,
    /// What it proves.
    pub claim: Claim,
    /// What the claim is called.
    pub claim_name: String,
    /// SHA-256 of the bytes that arrived, in hexadecimal.
    pub received: String,
    /// SHA-256 of the bytes that are stored, in hexadecimal.
    pub stored: String,
}

impl Print {
    /// The fingerprints of a document whose claim has this name.
    pub fn of(document: &Document, claim_name: String) -> Print {
        Print {
            id: document.id.clone(),
            claim: document.claim.clone(),
            claim_name,
            received: document.sha256_received.clone(),
            stored: document.sha256_stored.clone(),
        }
    }

    /// Whether the other is another document of the same file. What is stored can be the same where what arrived is
    /// not: two browsers pack the same photo differently, and the server leaves metadata out.
    fn is_twin_of(&self, document: &Document) -> bool {
        self.id != document.id && (self.received == document.sha256_received || self.stored == document.sha256_stored)
    }
}

impl Case {
    /// The fingerprints of all its proofs.
    pub fn prints(&self) -> Vec<Print> {
        let print = |document: &Document| Print::of(document, self.claim_name(&document.claim));
        self.documents.iter().map(print).collect()
    }
}

/// Where else this document's file is attached, as one sentence; none where it is nowhere else.
pub fn twin_sentence(prints: &[Print], document: &Document) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut here = false;
    for twin in prints.iter().filter(|print| print.is_twin_of(document)) {
        if twin.claim == document.claim {
            here = true;
        } else if !names.contains(&twin.claim_name.as_str()) {
            names.push(&twin.claim_name);
        }
    }
    if names.is_empty() {
        return here.then(|| "同じファイルが、ここにもう1つ添付されています。".to_owned());
    }
    Some(format!(
        "同じファイルが「{}」にも添付されています。",
        names.join("」「")
    ))
}

#[cfg(test)]
mod tests {
    use super::{Print, twin_sentence};
    use crate::application::Document;
    use crate::evidence::MediaType;

    fn document(id: &str, claim: &str, received: &str, stored: &str) -> Document {
        Document {
            id: id.parse().unwrap(),
            claim: claim.parse().unwrap(),
            file_name: "当番表.jpg".to_owned(),
            media_type: MediaType::Jpeg,
            size_bytes: 1,
            pages: 1,
            sha256_chosen: None,
            sha256_received: received.to_owned(),
            sha256_stored: stored.to_owned(),
        }
    }

    fn prints(documents: &[Document]) -> Vec<Print> {
        let name = |document: &Document| format!("{}の名前", document.claim);
        documents
            .iter()
            .map(|document| Print::of(document, name(document)))
            .collect()
    }

    #[test]
    fn the_same_bytes_at_another_claim_are_named_there() {
        let documents = [
            document("a1", "practical:I-01", "aa", "s1"),
            document("a2", "practical:I-02", "aa", "s2"),
            document("a3", "practical:I-03", "bb", "s3"),
        ];
        let prints = prints(&documents);
        let said = |index: usize| twin_sentence(&prints, &documents[index]);
        assert_eq!(
            said(0).as_deref(),
            Some("同じファイルが「practical:I-02の名前」にも添付されています。")
        );
        assert_eq!(
            said(1).as_deref(),
            Some("同じファイルが「practical:I-01の名前」にも添付されています。")
        );
        assert_eq!(said(2), None);
    }

    #[test]
    fn what_is_stored_alike_is_the_same_file_however_it_arrived() {
        let documents = [
            document("a1", "practical:I-01", "aa", "s1"),
            document("a2", "licence", "bb", "s1"),
        ];
        assert_eq!(
            twin_sentence(&prints(&documents), &documents[0]).as_deref(),
            Some("同じファイルが「licenceの名前」にも添付されています。")
        );
    }

    #[test]
    fn each_other_claim_is_named_once_and_the_own_one_only_where_there_is_no_other() {
        let mut documents = vec![
            document("a1", "practical:I-01", "aa", "s1"),
            document("a2", "practical:I-01", "aa", "s1"),
        ];
        assert_eq!(
            twin_sentence(&prints(&documents), &documents[0]).as_deref(),
            Some("同じファイルが、ここにもう1つ添付されています。")
        );
        documents.push(document("a3", "practical:I-02", "aa", "s1"));
        documents.push(document("a4", "practical:I-02", "aa", "s1"));
        documents.push(document("a5", "practical:I-03", "aa", "s1"));
        assert_eq!(
            twin_sentence(&prints(&documents), &documents[0]).as_deref(),
            Some("同じファイルが「practical:I-02の名前」「practical:I-03の名前」にも添付されています。")
        );
    }
}
