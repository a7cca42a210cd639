#include "checker/report/page.h"

#include <gtest/gtest.h>

namespace headway::report {
namespace {

TEST(Page, CountsCharactersNotBytes) {
  EXPECT_EQ(columns("4→3"), 3u);
  EXPECT_EQ(columns(""), 0u);
}

TEST(Page, CutsWithAnEllipsisAndNeverInsideACharacter) {
  EXPECT_EQ(cut("count 4→3", 9), "count 4→3");
  EXPECT_EQ(cut("count 4→3", 8), "count 4…");
  EXPECT_EQ(cut("→→→→", 3), "→→…");
  EXPECT_EQ(cut("abc", 0), "");
  EXPECT_EQ(cut("a\tb\x1b", 10), "a b ");
}

TEST(Page, FitIsExact) {
  EXPECT_EQ(fit("ab", 4), "ab  ");
  EXPECT_EQ(fit("abcdef", 4), "abc…");
}

TEST(Page, FillsWordsAndCutsAWordThatIsTooLong) {
  EXPECT_EQ(filled("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(filled("extraordinary", 5), (std::vector<std::string>{"extr…"}));
  EXPECT_TRUE(filled("", 5).empty());
}

TEST(Page, ATieKeepsTwoWordsTogether) {
  EXPECT_EQ(filled(std::string("one two") + kTie + "three", 9),
            (std::vector<std::string>{"one", "two three"}));
}

TEST(Page, LinesEndWithoutBlanksAndNeverExceedTheWidth) {
  Page page(80, false);
  page.line(Pieces{{std::string(70, 'a')}, {std::string(20, 'b')}});
  page.line("text   ");
  EXPECT_EQ(page.text(), std::string(70, 'a') + std::string(9, 'b') + "…\ntext\n");
}

TEST(Page, NoColourUnlessAsked) {
  Page plain(80, false);
  plain.line("x", Style::bad);
  EXPECT_EQ(plain.text(), "x\n");
  Page colored(80, true);
  colored.line("x", Style::bad);
  EXPECT_EQ(colored.text(), "\x1b[1;31mx\x1b[0m\n");
}

TEST(Page, GapsDoNotPileUp) {
  Page page(80, false);
  page.gap();
  page.line("a");
  page.gap();
  page.gap();
  page.line("b");
  EXPECT_EQ(page.text(), "a\n\nb\n");
}

TEST(Page, ParagraphHangsUnderItsHead) {
  Page page(80, false);
  page.paragraph({"scope: "}, std::string(50, 'a') + " " + std::string(40, 'b'), 7);
  EXPECT_EQ(page.text(),
            "scope: " + std::string(50, 'a') + "\n       " + std::string(40, 'b') + "\n");
}

}  // namespace
}  // namespace headway::report
