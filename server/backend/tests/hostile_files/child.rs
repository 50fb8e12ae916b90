//! The child process itself: what it does when it is missing, slow, or meets a disk that fails.

use std::path::Path;
use std::time::{Duration, Instant};

use backend::evidence::child::Inspector;
use backend::evidence::inspect::{InspectError, Inspected};
use domain::evidence::{MediaType, ProofRefusal};

use crate::picture_samples::{jpeg, noise, png, two_colours};
use crate::{Desk, inspector, wait_for};

#[test]
fn a_file_that_takes_too_long_is_refused_and_leaves_nothing() {
    // Below the largest upload (20 MB), and a hundred milliseconds of work or more.
    let slow = Desk::with(&png(&noise(2_400, 2_400)));
    let start = Instant::now();
    let hasty = inspector().with_time_limit(Duration::from_millis(30));
    let result = wait_for(hasty.inspect(&slow.upload(), &slow.copy()));
    assert_eq!(result, Err(InspectError::Refused(ProofRefusal::BrokenPicture)));
    assert!(!slow.copy().exists());
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_child_that_cannot_be_started_or_does_not_know_the_task_is_a_fault_and_not_the_files() {
    let desk = Desk::with(&jpeg(&two_colours(10, 10)));
    for program in ["/no/such/program", "/bin/false", "/bin/true"] {
        let result = wait_for(Inspector::child(program.into()).inspect(&desk.upload(), &desk.copy()));
        assert!(matches!(result, Err(InspectError::Fault(_))), "{program}: {result:?}");
    }
}

#[test]
fn a_disk_that_fails_is_a_fault_and_not_the_files() {
    let desk = Desk::with(&jpeg(&two_colours(10, 10)));
    let nowhere = Path::new("/no/such/folder/copy");
    for (from, to) in [(nowhere, desk.copy().as_path()), (desk.upload().as_path(), nowhere)] {
        let result = wait_for(inspector().inspect(from, to));
        assert!(matches!(result, Err(InspectError::Fault(_))), "{result:?}");
    }
}

#[test]
fn many_files_at_once_wait_for_their_turn() {
    let desks: Vec<Desk> = (1..=12)
        .map(|side| Desk::with(&jpeg(&two_colours(side * 10, 10))))
        .collect();
    let inspector = inspector();
    let widths = wait_for(async {
        let mut widths = Vec::new();
        let paths: Vec<_> = desks.iter().map(|desk| (desk.upload(), desk.copy())).collect();
        let all = paths.iter().map(|(upload, copy)| inspector.inspect(upload, copy));
        for inspected in futures::future::join_all(all).await {
            widths.push(inspected.expect("the file is taken").width);
        }
        widths
    });
    assert_eq!(widths, (1..=12).map(|side| Some(side * 10)).collect::<Vec<_>>());
}

#[test]
fn the_same_is_found_without_a_child() {
    let desk = Desk::with(&jpeg(&two_colours(30, 20)));
    let inspected = wait_for(Inspector::in_process().inspect(&desk.upload(), &desk.copy())).unwrap();
    assert_eq!(
        inspected,
        Inspected {
            media_type: MediaType::Jpeg,
            size_bytes: inspected.size_bytes,
            pages: 1,
            width: Some(30),
            height: Some(20)
        }
    );
    let desk = Desk::with(b"GIF89a");
    let result = wait_for(Inspector::in_process().inspect(&desk.upload(), &desk.copy()));
    assert_eq!(result, Err(InspectError::Refused(ProofRefusal::WrongType)));
}
