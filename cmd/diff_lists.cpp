// Lists of changes: of words, and of sentences.
#include "cmd/diff_lines.hpp"

#include <fmt/format.h>

#include <utility>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::slice;

/// Calls `print` for each changed block that the view shows.
template <typename Print>
void for_each_changed(const DiffView& view, const Print& print) {
  for (const BlockStretch& stretch : view.choice.stretches) {
    for (std::uint32_t i = stretch.blocks.begin; i < stretch.blocks.end; ++i) {
      if (is_changed(view.texts, view.texts.diff.blocks[i])) {
        print(view.texts.diff.blocks[i]);
      }
    }
  }
}

/// What a line begins with: a sign, and the number of the block or the name of the field.
struct LineStart {
  char sign = '~';
  Role role = Role::heading;
  std::string place = {};
  std::size_t digits = 0;
};

void print_line(const DiffView& view, const LineStart& start, const MarkedText& text) {
  text.print(view.out,
             view.style,
             {.first = fmt::format("{} {:<{}}  ", start.sign, start.place, start.digits),
              .first_role = start.role});
}

std::string place_of(const ComparedTexts& texts, const diff::Block& block, std::string number) {
  const std::string_view field = field_of(texts, block);
  return field.empty() ? std::move(number) : std::string{field};
}

class WordList {
public:
  explicit WordList(const DiffView& view) : view_(view), lines_(view.texts) {}

  void print() {
    for_each_changed(view_, [&](const diff::Block& block) { print(block); });
  }

private:
  void print(const diff::Block& block) {
    const BlockSign sign = lines_.sign_of(block);
    if (block.kind == Kind::inserted || block.kind == Kind::deleted) {
      print(block, sign, pieces_of(view_.texts, block));
      return;
    }
    for (const diff::Sentence& sentence : view_.texts.diff.sentences_of(block)) {
      if (view_.choice.takes(sentence)) {
        print(block, sign, pieces_of(view_.texts, sentence));
      }
    }
  }

  void print(const diff::Block& block, const BlockSign& sign, std::vector<Piece> pieces) {
    trim_field_name(view_.texts, block, pieces.front());
    for (const Piece& piece : pieces) {
      print(block, sign, piece);
    }
  }

  void print(const diff::Block& block, const BlockSign& sign, const Piece& piece) {
    const std::string a = on_one_line(trimmed(piece.a));
    const std::string b = on_one_line(trimmed(piece.b));
    LineStart start{.sign = '~', .digits = lines_.digits()};
    MarkedText text;
    switch (piece.kind) {
      case Kind::inserted:
        start.sign = '+';
        start.role = Role::added;
        add_marked(text, b, "{+", "+}", Role::added);
        break;
      case Kind::deleted:
        start.sign = '-';
        start.role = Role::removed;
        add_marked(text, a, "[-", "-]", Role::removed);
        break;
      case Kind::replaced:
        add_marked(text, a, "[-", "-]", Role::removed);
        add_marked(text, b, "{+", "+}", Role::added);
        break;
      case Kind::kept:
      case Kind::moved_from:
      case Kind::moved_to:
      case Kind::split:
      case Kind::joined:
        return;
    }
    start.place =
        place_of(view_.texts, block, piece.kind == Kind::deleted ? sign.number_a : sign.number_b);
    print_line(view_, start, text);
  }

  const DiffView& view_;
  DiffLines lines_;
};

class SentenceList {
public:
  explicit SentenceList(const DiffView& view) : view_(view), lines_(view.texts) {}

  void print() {
    for_each_changed(view_, [&](const diff::Block& block) { print(block); });
  }

private:
  void print(const diff::Block& block) {
    const BlockSign sign = lines_.sign_of(block);
    if (block.kind == Kind::moved_to) {
      print_moved(block, sign);
    }
    for (const diff::Sentence& sentence : view_.texts.diff.sentences_of(block)) {
      if (is_changed(view_.texts, sentence) && view_.choice.takes(sentence)) {
        print(block, sign, sentence);
      }
    }
  }

  void print_moved(const diff::Block& block, const BlockSign& sign) {
    MarkedText text;
    // What changed on the way follows, sentence by sentence.
    if (block.touch > diff::Touch::spacing) {
      text.add(sign.note, Role::moved);
    } else {
      text.add(sign.lead(), Role::moved);
      text.add(on_one_line(slice(view_.texts.b, block.b)), Role::moved);
    }
    text.trim_end();
    separate();
    print_line(view_,
               {.sign = sign.sign,
                .role = sign.role,
                .place = place_of(view_.texts, block, sign.number_b),
                .digits = lines_.digits()},
               text);
  }

  void print(const diff::Block& block, const BlockSign& sign, const diff::Sentence& sentence) {
    const bool has_moved = sentence.kind == Kind::moved_from || sentence.kind == Kind::moved_to;
    MarkedText old_text;
    MarkedText new_text;
    std::vector<Piece> pieces = pieces_of(view_.texts, sentence);
    trim_field_name(view_.texts, block, pieces.front());
    for (const Piece& piece : pieces) {
      if (piece.edge != Piece::Edge::none) {
        continue;
      }
      const std::string a = on_one_line(piece.a);
      const std::string b = on_one_line(piece.b);
      const Role plain = has_moved ? Role::moved : Role::plain;
      const bool is_marked = piece.kind == Kind::inserted || piece.kind == Kind::deleted ||
                             piece.kind == Kind::replaced;
      if (is_marked) {
        add_marked(old_text, a, "[-", "-]", Role::removed);
        add_marked(new_text, b, "{+", "+}", Role::added);
      } else {
        old_text.add(a, plain);
        new_text.add(b, plain);
      }
    }
    old_text.trim_end();
    new_text.trim_end();
    separate();
    if (!sentence.a.empty() && sentence.kind != Kind::moved_to) {
      print_line(view_, start(block, sign.number_a, has_moved ? '<' : '-'), old_text);
    }
    if (!sentence.b.empty()) {
      print_line(view_, start(block, sign.number_b, has_moved ? '>' : '+'), new_text);
    }
  }

  LineStart start(const diff::Block& block, const std::string& number, char sign) const {
    const Role role = sign == '-' ? Role::removed : sign == '+' ? Role::added : Role::moved;
    return {.sign = sign,
            .role = role,
            .place = place_of(view_.texts, block, number),
            .digits = lines_.digits()};
  }

  void separate() {
    view_.out.write(is_first_ ? "" : "\n");
    is_first_ = false;
  }

  const DiffView& view_;
  DiffLines lines_;
  bool is_first_ = true;
};

}  // namespace

void print_words(const DiffView& view) {
  WordList{view}.print();
}

void print_sentences(const DiffView& view) {
  SentenceList{view}.print();
}

}  // namespace arch::cmd
