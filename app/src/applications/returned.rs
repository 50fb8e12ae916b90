//! What the association asked for when it returned the application, and the two ways out of one: 削除 and 取下げ.

use domain::application::{Case, Claim, Document, Move, SealedFile, Status, names};
use domain::ids::ApplicationId;
use leptos::either::Either;
use leptos::prelude::*;

use crate::ui::{Button, ButtonLink, ButtonTone, Confirm, Notice, Tone};

/// The reason for the whole, and what is to be mended item by item.
pub(super) struct ReturnNotice {
    reason: String,
    items: Vec<Asked>,
}

/// What is to be mended at one claim.
struct Asked {
    claim: Claim,
    name: String,
    reason: String,
    /// Where it is mended.
    href: String,
    /// Whether files came since it was sent.
    mended: bool,
}

impl ReturnNotice {
    /// Nothing is said where the application is not returned.
    pub(super) fn of(case: &Case) -> ReturnNotice {
        let event = case.last_return();
        let place = |claim: &Claim| match claim {
            Claim::Lecture(lecture) if case.draft.lectures.iter().any(|there| &there.id == lecture) => {
                format!("/applications/{}/lectures/{lecture}", case.id)
            }
            // Taken out since; another may be added there.
            Claim::Lecture(_) => format!("/applications/{}#lectures", case.id),
            Claim::Practical(_) => format!("/applications/{}/practical", case.id),
            Claim::Licence => format!("/applications/{}/practical#licence", case.id),
        };
        let item = |item: &domain::review::ReturnItem| Asked {
            claim: item.claim.clone(),
            name: case.claim_name(&item.claim),
            reason: item.reason.clone(),
            href: place(&item.claim),
            mended: false,
        };
        ReturnNotice {
            reason: event.map(|event| event.reason.clone()).unwrap_or_default(),
            items: event
                .map(|event| event.items.iter().map(item).collect())
                .unwrap_or_default(),
        }
    }

    /// With what was done since: `sealed` are the files that were sent.
    pub(super) fn mended(mut self, case: &Case, sealed: &[SealedFile]) -> ReturnNotice {
        let was_sent = |document: &Document| sealed.iter().any(|file| file.document == document.id);
        for item in &mut self.items {
            item.mended = case.proofs(&item.claim).any(|document| !was_sent(document));
        }
        self
    }

    pub(super) fn into_view(self) -> impl IntoView {
        let only = !self.items.is_empty();
        let items = self
            .items
            .into_iter()
            .map(|item| {
                let mended = item.mended.then(|| view! { <strong>"（証明書を追加済み）"</strong> });
                view! {
                    <li>
                        <a href=item.href>{item.name}</a>
                        "："
                        <span class="kept-lines">{item.reason}</span>
                        {mended}
                    </li>
                }
            })
            .collect::<Vec<_>>();
        view! {
            <Notice tone=Tone::Warning heading="医師会から差し戻されています。内容を直して、再申請してください。">
                {only.then(|| view! { <p>"修正できるのは、次の項目だけです。ほかの内容はそのまま医師会に届きます。"</p> })}
                {(!self.reason.is_empty()).then(|| view! { <p class="kept-lines">{self.reason}</p> })}
                {(!items.is_empty()).then(|| view! { <ul>{items}</ul> })}
            </Notice>
        }
        .into_any()
    }
}

/// What the association asked for at one claim.
pub(super) struct ItemReason(String);

impl ItemReason {
    /// None where nothing was asked for.
    pub(super) fn of(case: &Case, claim: &Claim) -> Option<ItemReason> {
        let items = &case.last_return()?.items;
        items
            .iter()
            .find(|item| &item.claim == claim)
            .map(|item| ItemReason(item.reason.clone()))
    }

    /// As it stands beside the claim's file input.
    pub(super) fn sentence(self) -> String {
        format!("差戻しの理由：{}", self.0)
    }

    pub(super) fn into_view(self) -> impl IntoView {
        view! { <p class="field__error kept-lines">{self.sentence()}</p> }
    }
}

/// 削除 of a draft, or 取下げ of what was sent: first a link, then the question.
pub(super) struct WayOut {
    application: ApplicationId,
    version: i64,
    /// What the button says, the query, the path, the question, what will happen, and how not to.
    words: Option<[&'static str; 6]>,
    confirm: bool,
}

impl WayOut {
    /// The way out that the status allows.
    pub(super) fn of(case: &Case, confirm: bool) -> WayOut {
        let words = match case.status {
            Status::Draft => Some([
                "下書きを削除",
                "delete",
                "delete",
                "この下書きを削除しますか",
                "入力した内容と添付した証明書がすべて消えます。元に戻すことはできません。",
                "削除せずに戻る",
            ]),
            status if status.allows(Move::Withdraw) => Some([
                "取下げ",
                "withdraw",
                "withdraw",
                "この申請を取り下げますか",
                "取り下げた申請は元に戻せません。もう一度申請するときは、新しい申請になります。",
                "取り下げずに戻る",
            ]),
            _ => None,
        };
        WayOut {
            application: case.id.clone(),
            version: case.version,
            words,
            confirm,
        }
    }

    pub(super) fn into_view(self) -> impl IntoView {
        let WayOut {
            application,
            version,
            words,
            confirm,
        } = self;
        words.map(|[label, query, path, question, effect, stay]| {
            if confirm {
                Either::Left(view! {
                    <Confirm heading=question name=path danger=true>
                        <p>{effect}</p>
                        <form class="actions" method="post" action=format!("/applications/{application}/{path}")>
                            <input type="hidden" name=names::VERSION value=version autocomplete="off" />
                            <Button label=label tone=ButtonTone::Danger />
                            <ButtonLink href=format!("/applications/{application}") label=stay tone=ButtonTone::Secondary />
                        </form>
                    </Confirm>
                })
            } else {
                let href = format!("/applications/{application}?confirm={query}");
                Either::Right(view! {
                    <p><ButtonLink href=href label=label tone=ButtonTone::Quiet small=true /></p>
                })
            }
        })
    }
}
