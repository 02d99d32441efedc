#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <optional>

namespace arch::capture {

/// Whether a file begins as one of gzip (RFC 1952).
bool is_gzip(ByteView file);

/// Unpacks a gzip file, which sitemaps are served as (what HTTP compresses by itself, the fetcher
/// unpacks). Stops at `max_bytes`: what is beyond is not made, so a few kilobytes cannot ask for
/// gigabytes. Of a damaged file gives what is before the damage; nullopt if that is nothing.
std::optional<Bytes> gunzip(ByteView file, std::size_t max_bytes);

}  // namespace arch::capture
