//! Archives as simple as they come: ZIP, with nothing compressed.

/// A file to be put into an archive.
pub(crate) struct Stored<'f> {
    pub(crate) name: &'f str,
    pub(crate) bytes: Vec<u8>,
}

/// Returns an archive of the files.
pub(crate) fn zip(files: &[Stored<'_>]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let offset = number(archive.len());
        let facts = facts(file);
        archive.extend(b"PK\x03\x04");
        archive.extend(&facts);
        archive.extend(file.name.as_bytes());
        archive.extend(&file.bytes);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&facts);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset);
        directory.extend(file.name.as_bytes());
    }
    let (start, size) = (number(archive.len()), number(directory.len()));
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count);
    archive.extend(count);
    archive.extend(size);
    archive.extend(start);
    archive.extend([0; 2]);
    archive
}

/// Returns what both the file itself and the directory say of it.
fn facts(file: &Stored<'_>) -> Vec<u8> {
    let mut facts = vec![0x14, 0, 0, 0, 0, 0];
    // Made at the earliest time that there is.
    facts.extend([0, 0, 0x21, 0]);
    facts.extend(checksum(&file.bytes).to_le_bytes());
    facts.extend(number(file.bytes.len()));
    facts.extend(number(file.bytes.len()));
    let name = u16::try_from(file.name.len()).unwrap_or(u16::MAX);
    facts.extend(name.to_le_bytes());
    facts.extend([0; 2]);
    facts
}

fn number(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// Returns the CRC-32, as archives have it.
fn checksum(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            let carry = if sum & 1 == 1 { 0xedb8_8320 } else { 0 };
            (sum >> 1) ^ carry
        })
    });
    !sum
}
