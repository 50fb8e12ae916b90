//! What the file store promises, on a folder of its own.

use std::path::Path;

use bytes::Bytes;
use futures::TryStreamExt;
use tempfile::TempDir;

use super::{CHUNK_BYTES, Content, Files, FilesError, key};
use crate::testing::{Fault, FaultPlan};

fn store() -> (TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::local(folder.path()).unwrap();
    (folder, files)
}

fn names_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            names.extend(names_below(&entry.path()));
        } else {
            names.push(entry.file_name().into_string().unwrap());
        }
    }
    names
}

#[tokio::test]
async fn what_was_put_is_read_back_with_its_hash() {
    let (_folder, files) = store();
    let key = key("documents", "abcdef");
    assert_eq!(key, "documents/ab/abcdef");
    let stored = files
        .put_new(&key, Content::Bytes(Bytes::from_static(b"abc")))
        .await
        .unwrap();
    assert_eq!(stored.size_bytes, 3);
    assert_eq!(
        stored.sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(files.sha256(&key).await.unwrap(), stored.sha256);
    assert_eq!(files.read(&key).await.unwrap(), "abc");
    assert!(files.exists(&key).await.unwrap());
}

#[tokio::test]
async fn a_large_file_is_copied_in_chunks_and_streamed_back_whole() {
    let (folder, files) = store();
    let content: Vec<u8> = (0..3 * CHUNK_BYTES + 17)
        .map(|n| u8::try_from(n % 251).unwrap())
        .collect();
    let source = folder.path().join("source");
    std::fs::write(&source, &content).unwrap();
    let stored = files.put_new("documents/aa/aa1", Content::File(&source)).await.unwrap();
    assert_eq!(stored.size_bytes, content.len() as u64);
    let reading = files.stream("documents/aa/aa1").await.unwrap();
    assert_eq!(reading.size_bytes, content.len() as u64);
    let pieces: Vec<Bytes> = reading.content.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), content);
    assert_eq!(files.sha256("documents/aa/aa1").await.unwrap(), stored.sha256);
}

/// A power cut cannot be tried here; that the store was told to sync can.
#[test]
fn a_put_waits_for_the_disk() {
    let (_folder, files) = store();
    assert!(format!("{files:?}").contains("fsync: true"));
}

#[tokio::test]
async fn a_stored_file_is_never_overwritten() {
    let (folder, files) = store();
    let source = folder.path().join("source");
    std::fs::write(&source, "second").unwrap();
    files
        .put_new("documents/aa/aa1", Content::Bytes("first".into()))
        .await
        .unwrap();
    for content in [Content::Bytes("second".into()), Content::File(&source)] {
        let refused = files.put_new("documents/aa/aa1", content).await;
        assert!(matches!(refused, Err(FilesError::Exists(_))), "{refused:?}");
    }
    assert_eq!(files.read("documents/aa/aa1").await.unwrap(), "first");
}

#[tokio::test]
async fn a_put_that_fails_leaves_nothing_behind() {
    let (folder, files) = store();
    let missing = folder.path().join("nowhere");
    assert!(
        files
            .put_new("documents/aa/aa1", Content::File(&missing))
            .await
            .is_err()
    );
    let failing = files.with_faults(FaultPlan::at(1, Fault::Error));
    assert!(
        failing
            .put_new("documents/aa/aa2", Content::Bytes("x".into()))
            .await
            .is_err()
    );
    assert_eq!(names_below(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_missing_file_is_missing_and_deleting_it_is_no_error() {
    let (_folder, files) = store();
    assert!(matches!(
        files.read("documents/aa/aa1").await,
        Err(FilesError::Missing(_))
    ));
    assert!(matches!(
        files.sha256("documents/aa/aa1").await,
        Err(FilesError::Missing(_))
    ));
    assert!(!files.exists("documents/aa/aa1").await.unwrap());
    files.delete("documents/aa/aa1").await.unwrap();
    files
        .put_new("documents/aa/aa1", Content::Bytes("x".into()))
        .await
        .unwrap();
    files.delete("documents/aa/aa1").await.unwrap();
    assert!(!files.exists("documents/aa/aa1").await.unwrap());
}

#[tokio::test]
async fn a_key_cannot_lead_out_of_the_store() {
    let (_folder, files) = store();
    let bad = [
        "",
        "aa",
        "/etc/passwd",
        "documents/../../x",
        "documents//x",
        "documents/./x",
        "documents/.hidden",
        "documents/ab/",
        "documents/AB/x",
        "documents/a b",
        "documents/a%2e",
        "documents/a\\b",
        "documents/a\0b",
        "documents/証明書",
    ];
    for key in bad {
        assert!(matches!(files.read(key).await, Err(FilesError::BadKey(_))), "{key:?}");
        let put = files.put_new(key, Content::Bytes("x".into())).await;
        assert!(matches!(put, Err(FilesError::BadKey(_))), "{key:?}");
    }
}
