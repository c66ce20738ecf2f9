#include "sim/dns/cache.h"

#include <algorithm>
#include <utility>

namespace mailscope::dns {
namespace {

Duration seconds_of(std::uint32_t ttl_s) { return seconds(ttl_s); }

// NXDOMAIN speaks of every type of the name, so it is kept under one key.
Question key_of(const Question& question, AnswerKind kind) {
  return {question.name, kind == AnswerKind::no_such_name ? Type::any : question.type};
}

CacheEntry counted_down(const CacheEntry& entry, Time now) {
  CacheEntry left = entry;
  const auto passed_s = static_cast<std::uint32_t>((now - entry.stored).us / 1'000'000);
  for (Record& record : left.records) record.ttl_s -= std::min(record.ttl_s, passed_s);
  if (left.authority) left.authority->ttl_s -= std::min(left.authority->ttl_s, passed_s);
  return left;
}

}  // namespace

std::string to_text(const CacheEntry& entry, Time now) {
  std::string text = to_text(entry.question);
  if (entry.kind == AnswerKind::no_such_name) {
    text = entry.question.name.text() + ": NXDOMAIN";
  } else if (entry.kind == AnswerKind::no_data) {
    text += " no such record";
  }
  for (std::size_t i = 0; i < entry.records.size(); ++i) {
    text += (i == 0 ? " " : "; ") + to_text(entry.records[i].data);
  }
  return text + ", " + std::to_string((entry.expires - now).us / 1'000'000) + " s left";
}

Cache::Cache(Options options) : options_(options) { MUST(options_.entries_max > 0); }

const CacheEntry* Cache::store_records(Time now, const Question& question,
                                       std::vector<Record> records, bool is_secure) {
  if (records.empty()) return nullptr;
  // The records of a set live and die together (RFC 2181, section 5.2).
  std::uint32_t ttl_s = records.front().ttl_s;
  for (const Record& record : records) ttl_s = std::min(ttl_s, record.ttl_s);
  if (ttl_s == 0) return nullptr;
  const Duration life = std::min(seconds_of(ttl_s), options_.ttl_max);
  for (Record& record : records) record.ttl_s = static_cast<std::uint32_t>(life.us / 1'000'000);
  // What exists now takes the place of an older "there is no such name".
  entries_.erase(Question{question.name, Type::any});
  make_room(now);
  CacheEntry entry{question, AnswerKind::found, std::move(records), std::nullopt, is_secure,
                   now,      now + life};
  return &(entries_[question] = std::move(entry));
}

const CacheEntry* Cache::store_no(Time now, const Question& question, AnswerKind kind,
                                  const Record& soa, bool is_secure) {
  MUST(kind == AnswerKind::no_data || kind == AnswerKind::no_such_name);
  const Soa* data = std::get_if<Soa>(&soa.data);
  if (data == nullptr) return nullptr;
  const Duration life =
      std::min(seconds_of(std::min(soa.ttl_s, data->minimum_s)), options_.negative_ttl_max);
  if (life.us <= 0) return nullptr;
  Record authority = soa;
  authority.ttl_s = static_cast<std::uint32_t>(life.us / 1'000'000);
  make_room(now);
  const Question key = key_of(question, kind);
  CacheEntry entry{key, kind, {}, std::move(authority), is_secure, now, now + life};
  return &(entries_[key] = std::move(entry));
}

std::optional<CacheEntry> Cache::find(Time now, const Question& question) const {
  for (const Question& key : {question, Question{question.name, Type::any}}) {
    const auto found = entries_.find(key);
    if (found != entries_.end() && found->second.expires > now)
      return counted_down(found->second, now);
  }
  return std::nullopt;
}

std::vector<CacheEntry> Cache::entries(Time now) const {
  std::vector<CacheEntry> all;
  for (const auto& [question, entry] : entries_) {
    if (entry.expires > now) all.push_back(counted_down(entry, now));
  }
  return all;
}

void Cache::clear() { entries_.clear(); }

// Called before an entry comes in: what has expired goes, then what would expire first.
void Cache::make_room(Time now) {
  if (entries_.size() < options_.entries_max) return;
  for (auto it = entries_.begin(); it != entries_.end();) {
    it = it->second.expires <= now ? entries_.erase(it) : std::next(it);
  }
  while (entries_.size() >= options_.entries_max) {
    entries_.erase(std::min_element(
        entries_.begin(), entries_.end(),
        [](const auto& a, const auto& b) { return a.second.expires < b.second.expires; }));
  }
}

}  // namespace mailscope::dns
