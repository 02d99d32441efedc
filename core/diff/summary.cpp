#include "diff/summary.hpp"

namespace arch::diff {

Summary summarise(const TextDiff& diff) {
  Summary summary;
  for (const Block& block : diff.blocks) {
    switch (block.kind) {
      case Kind::inserted:
        ++summary.blocks_added;
        break;
      case Kind::deleted:
        ++summary.blocks_removed;
        break;
      case Kind::replaced:
      case Kind::split:
      case Kind::joined:
        ++summary.blocks_changed;
        break;
      case Kind::moved_to:
        ++summary.blocks_moved;
        summary.blocks_changed += block.touch == Touch::words ? 1 : 0;
        break;
      case Kind::kept:
      case Kind::moved_from:
        break;
    }
  }
  for (const Sentence& sentence : diff.sentences) {
    summary.sentences_moved += sentence.kind == Kind::moved_to ? 1 : 0;
  }
  for (const Run& run : diff.runs) {
    if (run.touch == Touch::words) {
      summary.words_added += run.words_b;
      summary.words_removed += run.words_a;
    }
  }
  return summary;
}

}  // namespace arch::diff
