//! Files attached to records: taken in as they come, held by their digest, their type found by looking.

use sha2::{Digest, Sha256};
use yuheng_engine::{Attachment, Audience, Command, RecordId};
use yuheng_store::{AttachedFile, Upload};

use super::{Idempotency, Request, Written};
use crate::{App, Caller, Error, Result};

/// The longest file name, in characters.
const LONGEST_NAME: usize = 200;

/// A file under way.
pub struct Incoming {
    upload: Upload,
    size: u64,
    head: Vec<u8>,
}

impl App {
    /// Begins to take a file in, if `caller` may attach one for `audience`, or did so already under the same key.
    ///
    /// # Errors
    /// When it may not, or the store can't take it.
    pub async fn begin_file(
        &self,
        caller: &Caller,
        record: RecordId,
        (name, audience): (&str, Audience),
        request: &Request,
    ) -> Result<Incoming> {
        if !self.is_used(caller, request).await? {
            let attachment = Attachment {
                id: self.ids.next(),
                digest: String::new(),
                name: harmless(name),
                media_type: String::new(),
                size: 0,
                audience,
            };
            self.must_be_possible(caller, record, &Command::Attach(attachment)).await?;
        }
        Ok(Incoming { upload: self.store.begin_upload().await?, size: 0, head: Vec::new() })
    }

    /// Takes the next bytes of a file.
    ///
    /// # Errors
    /// When it becomes too large.
    pub async fn next_bytes(&self, file: &mut Incoming, bytes: &[u8]) -> Result<()> {
        file.size += bytes.len() as u64;
        if file.size > self.settings.upload_bytes {
            return Err(Error::TooLarge(self.settings.upload_bytes));
        }
        let wanted = 8192_usize.saturating_sub(file.head.len()).min(bytes.len());
        file.head.extend_from_slice(&bytes[..wanted]);
        Ok(file.upload.write(bytes).await?)
    }

    /// Attaches the file to a record.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn attach(
        &self,
        caller: &Caller,
        record: RecordId,
        file: Incoming,
        (name, audience): (&str, Audience),
        request: &Request,
    ) -> Result<Written> {
        let media_type = infer::get(&file.head).map_or_else(
            || if std::str::from_utf8(&file.head).is_ok() { "text/plain" } else { "application/octet-stream" },
            |kind| kind.mime_type(),
        );
        let content = file.upload.finish().await?;
        let attachment = Attachment {
            id: self.ids.next(),
            digest: content.digest,
            name: harmless(name),
            media_type: media_type.to_owned(),
            size: content.size,
            audience,
        };
        let idempotency = request.idempotency.clone().map(|given| Idempotency { body: sent(&attachment), ..given });
        let request = Request { idempotency, ..request.clone() };
        self.write(caller, Some(record), Command::Attach(attachment), &request).await
    }

    /// The files of a record that `caller` may fetch.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn attachments(&self, caller: &Caller, record: RecordId) -> Result<Vec<AttachedFile>> {
        let record = self.store.record(record).await?.ok_or_else(Error::not_found)?;
        let sight = self.sight(caller, &record).ok_or_else(Error::not_found)?;
        let files = self.store.attachments_of(record.id).await?.into_iter();
        let since = self.reads_since(caller, &[&record]).await?.get(&record.id).copied();
        let reads = |file: &AttachedFile| since.is_none_or(|since| since.reads(file));
        Ok(files.filter(|file| !file.is_erased && sight.hears(file.attachment.audience) && reads(file)).collect())
    }

    /// A file of a record, whose content is what it was.
    ///
    /// # Errors
    /// Not found, also when it may not be fetched.
    pub async fn attachment(&self, caller: &Caller, record: RecordId, id: RecordId) -> Result<AttachedFile> {
        let files = self.attachments(caller, record).await?;
        let file = files.into_iter().find(|file| file.attachment.id == id).ok_or_else(Error::not_found)?;
        if self.store.is_whole(&file.attachment.digest).await? { Ok(file) } else { Err(Error::not_found()) }
    }

    /// A part of a file's content, counted from 0; none behind the last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn attachment_part(&self, file: &AttachedFile, part: u64) -> Result<Option<Vec<u8>>> {
        Ok(self.store.content_part(&file.attachment.digest, part).await?)
    }
}

/// What an attachment was sent with, as far as it tells two requests apart.
fn sent(attachment: &Attachment) -> [u8; 32] {
    let audience: &[u8] = if attachment.audience == Audience::Public { b"public" } else { b"internal" };
    let mut hash = Sha256::new();
    for part in [attachment.digest.as_bytes(), audience, attachment.name.as_bytes()] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// A name without path or control characters.
fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if yuheng_engine::is_blank(&plain) { "file".to_owned() } else { plain }
}
