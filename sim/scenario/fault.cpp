// Faults as sentences, and the word that was probably meant.
#include "sim/scenario/fault.h"

#include <algorithm>

namespace mailscope::scenario {
namespace {

// Insertions, deletions, replacements and swapped neighbours, each as one (optimal string alignment).
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + differs});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

}  // namespace

std::string to_text(const Fault& fault) {
  return std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + ": " +
         fault.what + "; " + fault.mend;
}

void put_in_order(Faults& faults) {
  std::stable_sort(faults.begin(), faults.end(),
                   [](const Fault& a, const Fault& b) { return a.place < b.place; });
  Faults once;
  for (Fault& fault : faults) {
    bool is_new = true;
    for (auto said = once.rbegin(); is_new && said != once.rend() && said->place == fault.place;
         ++said) {
      is_new = !(*said == fault);
    }
    if (is_new && once.size() < k_faults_max) once.push_back(std::move(fault));
  }
  faults = std::move(once);
}

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  constexpr std::size_t k_word_max = 64;  // longer ones are no slips of the finger
  if (word.size() > k_word_max) return {};
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > k_word_max) continue;
    const std::size_t far = distance(word, candidate);
    if (far < best_distance) best = candidate, best_distance = far;
  }
  return best;
}

std::string listed(const std::vector<std::string>& words) {
  constexpr std::size_t k_words_max = 12;
  std::string out;
  const std::size_t shown = std::min(words.size(), k_words_max);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += '"' + words[i] + '"';
  }
  if (words.size() > shown) out += " and " + std::to_string(words.size() - shown) + " more";
  return out;
}

}  // namespace mailscope::scenario
