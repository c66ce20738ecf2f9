// The words of the page itself, for what happens before, beside or without the program. Everything that the
// program shows has its words in ui/text.
const words = {
  en: {
    loading: 'Loading {done} of {all} kB …',
    noWasm: 'This browser cannot run WebAssembly, which Mailscope is made of. Any browser since 2018 can; in some, a strict security setting switches it off.',
    noWebgl: 'This browser offers no WebGL 2, so there is no picture. The text view below has all of it: story, dialogue, questions, knobs.',
    failed: 'Loading has failed: {why}. Check the connection and load the page again.',
    lost: 'The graphics context was lost; the text view goes on.',
    lessonFailed: 'The lesson could not be fetched: {why}.',
    brokenLink: 'The link is damaged, perhaps cut in two; here is the first lesson.',
    text: 'Text view', picture: 'Picture', close: 'Close', search: 'Find an action or a lesson', nothing: 'Nothing is called so.',
    files: 'Files', open: 'Open a file …', dropHere: 'or drop it anywhere on the page: a lesson (JSON), a trace (JSON lines), a capture (pcap, pcapng).',
    live: 'It is read again whenever it changes.', faults: 'What is wrong with {name}', fine: '{name} is open.',
    noImporter: 'Captures of others (pcap, pcapng) cannot be opened yet; a trace or a lesson can.',
    save: 'Save', saveTrace: 'This run as a trace', savePcapng: 'As a capture for Wireshark, with its keys', saveSvg: 'The ladder as SVG', savePng: 'The ladder as PNG',
    saveSheet: 'A worksheet (Markdown)', progress: 'Progress', saveProgress: 'Export my progress', loadProgress: 'Import progress …', reset: 'Forget my progress', sure: 'Really forget all of it?',
    settings: 'Settings', size: 'Size of the text', small: 'normal', large: 'large', largest: 'very large', tour: 'Show the tour again',
    copied: 'Copied.', notCopied: 'The browser does not allow copying here.',
    update: 'A new version is here.', reload: 'Load it', notes: 'Notes', next: 'Next', skip: 'Skip the tour', done: 'Begin', popup: 'The browser has blocked the second window.',
    tours: ['Here mail travels between computers. Each dot on the bar above is one step; drag it to go back and forth.',
      'Press the arrow keys → and ←, or these buttons, to go step by step. Space plays it like a film.',
      'Here you read what just happened and why. Now and then there is a question: think before you go on.',
      'What if? Turn a knob and the whole story is run again; what has changed is marked. The list at the top right has everything else.'],
  },
  ru: {
    loading: 'Загружено {done} из {all} кБ…',
    noWasm: 'Этот браузер не выполняет WebAssembly, а Mailscope из него состоит. Подойдёт любой браузер новее 2018 года; иногда его отключают строгие настройки безопасности.',
    noWebgl: 'В этом браузере нет WebGL 2, поэтому без картинки. В текстовом виде есть всё: рассказ, диалог, вопросы, переключатели.',
    failed: 'Загрузить не удалось: {why}. Проверьте соединение и обновите страницу.',
    lost: 'Графический контекст потерян; текстовый вид продолжает работать.',
    lessonFailed: 'Урок загрузить не удалось: {why}.',
    brokenLink: 'Ссылка повреждена, возможно, обрезана; вот первый урок.',
    text: 'Текстовый вид', picture: 'Картинка', close: 'Закрыть', search: 'Найти действие или урок', nothing: 'Так ничего не называется.',
    files: 'Файлы', open: 'Открыть файл…', dropHere: 'или перетащите его на страницу: урок (JSON), трассу (строки JSON), захват (pcap, pcapng).',
    live: 'Файл перечитывается при каждом изменении.', faults: 'Что не так с {name}', fine: 'Файл {name} открыт.',
    noImporter: 'Чужие захваты (pcap, pcapng) пока не открываются; трасса или урок — да.',
    save: 'Сохранить', saveTrace: 'Этот прогон как трассу', savePcapng: 'Как захват для Wireshark, с ключами', saveSvg: 'Лестницу как SVG', savePng: 'Лестницу как PNG',
    saveSheet: 'Рабочий лист (Markdown)', progress: 'Прохождение', saveProgress: 'Выгрузить моё прохождение', loadProgress: 'Загрузить прохождение…', reset: 'Забыть моё прохождение', sure: 'Точно забыть всё?',
    settings: 'Настройки', size: 'Размер текста', small: 'обычный', large: 'крупный', largest: 'очень крупный', tour: 'Показать экскурсию снова',
    copied: 'Скопировано.', notCopied: 'Браузер не разрешает здесь копировать.',
    update: 'Есть новая версия.', reload: 'Загрузить её', notes: 'Заметки', next: 'Дальше', skip: 'Без экскурсии', done: 'Начать', popup: 'Браузер не открыл второе окно.',
    tours: ['Здесь почта идёт от компьютера к компьютеру. Каждая точка на полосе сверху — один шаг; её можно тянуть вперёд и назад.',
      'Стрелки → и ← или эти кнопки ведут по шагам. Пробел показывает всё как фильм.',
      'Здесь написано, что произошло и почему. Иногда есть вопрос: сначала подумайте, потом идите дальше.',
      'А что если? Поверните переключатель, и история пойдёт заново; что изменилось, отмечено. Всё остальное — в списке справа сверху.'],
  },
};

let language = 'en';
export const knows = (code) => code in words;
export const speak = (code) => { if (knows(code)) language = code; };
export const spoken = () => language;
export const say = (key, fields = {}) => typeof words[language][key] === 'string' ?
  words[language][key].replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? '') : words[language][key];
