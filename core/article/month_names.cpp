#include "article/month_names.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace arch::article {

namespace {

// clang-format off: its table of one word a line says no more.

/// The names of each month, folded, with spaces between: those of one word that CLDR 42 has in 58
/// languages, wide and abbreviated, as they stand in a date and alone, without the points of
/// abbreviations; and a few that newspapers write besides (Jänner, Hebrew with its preposition).
/// Croatian is left out: its listopad and srpanj are other months in Czech and Polish.
constexpr std::array<std::string_view, 12> names_of_months = {
    // January
    "ean eanáir ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janairu janar "
    "janeiro jannaayo januar januari januarie january januray január januára janv "
    "janvier janvāris janúar jänner led leden ledna mut mutarama oca ocak saus sausio "
    "sausis sty styczeń stycznia tammi tammik tammikuu tammikuuta urt urtarrila xan "
    "xaneiro yan yanvar ιαν ιανουάριοσ ιανουαρίου сту студзень студзеня січ січень січня "
    "янв январь января яну януари јан јануар јануари հնվ հունվար հունվարի בינואר ינואר "
    "ינו׳ جنوری يناير जनवरी जन॰ जाने जानेवारी জানু জানুয়ারী ஜன ஜனவரி జన జనవరి มกราคม "
    "იან იანვარი ጃንዩ ጃንዩወሪ",
    // February
    "fab faburairu feabh feabhra feb febbraio feber febr febraayo febreiro febrer "
    "febrero februar februari februarie february február februára februāris febrúar fev "
    "fevereiro fevral févr février gas gashyantare helmi helmik helmikuu helmikuuta lut "
    "lutego luty ots otsaila peb pebrero shk shkurt vas vasario vasaris veebr veebruar "
    "úno únor února şub şubat φεβ φεβρουάριοσ φεβρουαρίου лют лютага лютий лютого люты "
    "феб фебруар фев февр февраль февраля февруари փետրվար փետրվարի փտվ בפברואר פברואר "
    "פבר׳ شباط فبراير فروری फ़रवरी फ़र॰ फेब्रु फेब्रुअरी फेब्रुवारी ফেব ফেব্রুয়ারী பிப் "
    "பிப்ரவரி ఫిబ్ర ఫిబ్రవరి กุมภาพันธ์ თებ თებერვალი ፌብሩ ፌብሩወሪ",
    // March
    "bře březen března kov kovas kovo maalis maalisk maaliskuu maaliskuuta maarso maart "
    "mac machi mar marca march marec maret maris mars marso mart martie marts martxoa "
    "marzec marzo març março mrt márc március márta mär märts märz wer werurwe μάρ "
    "μάρτιοσ μαρ μαρτίου бер березень березня мар март марта сак сакавік сакавіка մարտ "
    "մարտի մրտ במרץ מרץ آذار مارس مارچ मार्च মার্চ மார் மார்ச் మార్చి มีนาคม მარ მარტი "
    "ማርች",
    // April
    "abr abriil abril afi afirilu aib aibreán api apirila apr aprel april aprile aprili "
    "aprilie aprill apríl apríla aprīlis avr avril bal balandis balandžio dub duben "
    "dubna huhti huhtik huhtikuu huhtikuuta kwi kwiecień kwietnia mat mata nis nisan pri "
    "prill ápr április απρ απρίλιοσ απριλίου апр апрель апреля април кві квіт квітень "
    "квітня кра красавік красавіка ապր ապրիլ ապրիլի אפריל אפר׳ באפריל أبريل اپریل نيسان "
    "अप्रिल अप्रैल एप्रि एप्रिल এপ্রি এপ্রিল ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ เมษายน აპრ აპრილი "
    "ኤፕሪ ኤፕሪል",
    // May
    "beal bealtaine geg gegužė gegužės gic gicurasi kvě květen května mag maggio mai "
    "maiatza maig maijs maio maj maja may mayo mayu mayıs maí mei máj mája május touko "
    "toukok toukokuu toukokuuta μάι μάιοσ μαΐ μαΐου май мая мај тра трав травень "
    "травня մայիս մայիսի մյս במאי מאי أيار مئی ماي مايو मई मे মে மே మే พฤษภาคม მაი მაისი "
    "ሜይ",
    // June
    "birž birželio birželis cze czerwca czerwiec eka ekaina giu giugno haz haziran hun "
    "hunyo iun iunie iyn iyun juin jun june junho juni junie junij junio juny juun juuni "
    "jún júna június júní jūn jūnijs kam kamena kesä kesäk kesäkuu kesäkuuta meith "
    "meitheamh qer qershor xuño yun yuni červen června čvn ιουν ιουνίου ιούν ιούνιοσ июн "
    "июнь июня чер черв червень червня чэр чэрвень чэрвеня юни јун јуни հնս հունիս "
    "հունիսի ביוני יוני جون حزيران يونيو जुन जून জুন ஜூன் జూన్ มิถุนายน ივნ ივნისი ጁን",
    // July
    "heinä heinäk heinäkuu heinäkuuta hul hulyo iul iulie iyl iyul iúil juil juillet jul "
    "julai julho juli julie julij julio juliol july juuli júl júla július júlí jūl "
    "jūlijs korr korrik liep liepa liepos lip lipca lipiec lug luglio lul luuliyo nya "
    "nyakanga tem temmuz uzt uztaila xul xullo yul yuli července červenec čvc ιουλ "
    "ιουλίου ιούλ ιούλιοσ июл июль июля лип липень липня ліп ліпень ліпеня юли јул јули "
    "հլս հուլիս հուլիսի ביולי יולי تموز جولائی يوليو يوليوز जुलाई जुलै जुल॰ জুল জুলাই "
    "ஜூலை జులై กรกฎาคม ივლ ივლისი ጁላይ",
    // August
    "abu abuztua ag ago agost agosti agosto agu agusta agustus août aug august augusta "
    "augusti augusts augustus augusztus avg avgust avq avqust ağu ağustos elo elok "
    "elokuu elokuuta gush gusht kan kanama lún lúnasa ogo ogos ogosto ogs rugp rugpjūtis "
    "rugpjūčio sie sierpień sierpnia srp srpen srpna ágú ágúst αυγ αυγούστου αύγ "
    "αύγουστοσ авг август августа жні жнівень жніўня сер серп серпень серпня օգոստոս "
    "օգոստոսի օգս אוגוסט אוג׳ באוגוסט آب أغسطس اگست غشت अगस्ट अगस्त अग॰ ऑग ऑगस्ट আগ "
    "আগস্ট ஆக ஆகஸ்ட் ఆగ ఆగస్టు สิงหาคม აგვ აგვისტო ኦገስ ኦገስት",
    // September
    "eyl eylül ira iraila mfómh nze nzeli rugs rugsėjis rugsėjo sat satumba seb "
    "sebteembar sen sentyabr sep sept septemba septembar september septembra septembre "
    "septembrie septembris septiembre set setembre setembro setiembre settembre "
    "setyembre sht shtator syys syysk syyskuu syyskuuta szept szeptember wrz wrzesień "
    "września zář září σεπ σεπτέμβριοσ σεπτεμβρίου вер верасень верасня вересень вересня "
    "сент сентябрь сентября сеп септ септембар септември սեպ սեպտեմբեր սեպտեմբերի "
    "בספטמבר ספטמבר ספט׳ أيلول سبتمبر ستمبر شتنبر सप्टें सप्टेंबर सितंबर सित॰ सेप्टेम्बर "
    "সেপ সেপ্টেম্বর செப் செப்டம்பர் సెప్టెం సెప్టెంబర్ กันยายน სექ სექტემბერი ሴፕቴ ሴፕቴምበር",
    // October
    "dfómh eki ekim loka lokak lokakuu lokakuuta oct october octobre octombrie octubre "
    "okt oktoba oktobar oktober oktobris oktoobar oktoober oktubre oktyabr október "
    "októbra ott ottobre out outubro paź październik października spal spalio spalis tet "
    "tetor ukw ukwakira urr urria říj říjen října οκτ οκτωβρίου οκτώβριοσ жов жовт "
    "жовтень жовтня кас кастрычнік кастрычніка окт октобар октомври октябрь октября հոկ "
    "հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ באוקטובר أكتوبر اکتوبر अक्टोबर अक्तूबर अक्तू॰ "
    "ऑक्टो ऑक्टोबर অক্টো অক্টোবর அக் அக்டோபர் అక్టో అక్టోబర్ ตุลาคม ოქტ ოქტომბერი ኦክቶ "
    "ኦክቶበር",
    // November
    "aza azaroa kas kasım lapkr lapkritis lapkričio lis listopad listopada listopadu "
    "marras marrask marraskuu marraskuuta nob nobyembre nof noiembrie noofeembar nov "
    "novemba novembar november novembra novembre novembris novembro noviembre noy noyabr "
    "nuw nuwamba nën nëntor nóv nóvember samh samhain ugu ugushyingo νοέ νοέμβριοσ νοε "
    "νοεμβρίου лис лист листопад листопада ліс лістапад лістапада нов новембар ное ноем "
    "ноември нояб ноябрь ноября նոյ նոյեմբեր նոյեմբերի בנובמבר נובמבר נוב׳ نوفمبر نومبر "
    "نونبر नवंबर नव॰ नोभेम्बर नोव्हें नोव्हेंबर নভে নভেম্বর நவ நவம்பர் నవం నవంబర్ "
    "พฤศจิกายน ნოე ნოემბერი ኖቬም ኖቬምበር",
    // December
    "abe abendua ara aralık dec decembar december decembra decembrie decembris decembro "
    "dek dekabr des desemba desember desembre dets detsember dez dezember dezembro dhj "
    "dhjetor dic dicembre diciembre dis disamba diseembar disember disyembre déc "
    "décembre gru grudnia grudzień gruod gruodis gruodžio joulu jouluk joulukuu "
    "joulukuuta noll nollaig pro prosince prosinec uku ukuboza δεκ δεκέμβριοσ δεκεμβρίου "
    "гру груд грудень грудня дек декабрь декабря декември дец децембар сне снежань "
    "снежня դեկ դեկտեմբեր դեկտեմբերի בדצמבר דצמבר דצמ׳ دجنبر دسمبر ديسمبر डिसें डिसेंबर "
    "डिसेम्बर दिसंबर दिस॰ ডিসে ডিসেম্বর டிச டிசம்பர் డిసెం డిసెంబర్ ธันวาคม დეკ "
    "დეკემბერი ዲሴም ዲሴምበር",
};
// clang-format on

using Name = std::pair<std::string_view, int>;

std::vector<Name> sorted_names() {
  std::vector<Name> names;
  for (std::size_t month = 0; month < names_of_months.size(); ++month) {
    std::string_view rest = names_of_months[month];
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      names.emplace_back(rest.substr(0, end), static_cast<int>(month) + 1);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

std::optional<int> find_month(std::string_view word) {
  static const std::vector<Name> names = sorted_names();
  constexpr std::size_t longest = 48;  // bytes; Tamil and Georgian need about 40
  if (word.size() < 2 || word.size() > longest) {
    return std::nullopt;
  }
  const std::string folded = fold_case(word);
  const auto name = std::ranges::lower_bound(names, folded, {}, &Name::first);
  return name != names.end() && name->first == folded ? std::optional{name->second} : std::nullopt;
}

}  // namespace arch::article
